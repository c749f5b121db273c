import type { EndpointAddress } from '../../../shared/model/endpoint';
import type { BlockRepository } from '../../domain/ports/blockRepository';
import type { LibraryEvents } from '../../domain/ports/changes';
import type { Subscribe } from '../../domain/ports/events';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import type { RunRepository } from '../../domain/ports/runRepository';
import type { WorkflowRepository } from '../../domain/ports/workflowRepository';
import type { Queues } from '../../engine/queue/queues';
import type { Runner } from '../../engine/runner';
import type { Clock } from '../../platform/ports/clock';
import type { Log } from '../../platform/ports/log';
import type { Commands } from '../../platform/vscode/commands';
import type { ChoiceMemory } from './choiceMemory';

/** What the view Runs, its commands and "Run Workflow" work with. */
export interface RunsDependencies {
  readonly runner: Runner;
  readonly runs: RunRepository;
  readonly queues: Queues;
  readonly workflows: WorkflowRepository;
  readonly payloads: PayloadRepository;
  /** Where references that cannot be resolved stand. */
  readonly blocks: BlockRepository;
  readonly events: LibraryEvents;
  /** Raised when another database is about to be read, in which ids mean something else. */
  readonly onDidMove: Subscribe<void>;
  readonly clock: Clock;
  readonly commands: Commands;
  readonly log: Log;
  /** The endpoints that the person has listed. */
  readonly listedEndpoints: () => readonly EndpointAddress[];
  /** The host of payloads that name none. */
  readonly defaultHost: () => string;
  /** Where the last choice of a workflow is kept between sessions: the workspace's memento. */
  readonly state: ChoiceMemory;
}
