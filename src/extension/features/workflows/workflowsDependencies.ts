import type { LibraryEvents } from '../../domain/ports/changes';
import type { Subscribe } from '../../domain/ports/events';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import type { WorkflowRepository } from '../../domain/ports/workflowRepository';
import type { Clock } from '../../platform/ports/clock';
import type { Log } from '../../platform/ports/log';
import type { Commands } from '../../platform/vscode/commands';

/** What the view Workflows and its commands work with. */
export interface WorkflowsDependencies {
  readonly workflows: WorkflowRepository;
  /** What steps are made of. */
  readonly payloads: PayloadRepository;
  readonly events: LibraryEvents;
  /** Raised when another database is about to be read, in which ids mean something else. */
  readonly onDidMove: Subscribe<void>;
  readonly clock: Clock;
  readonly commands: Commands;
  readonly log: Log;
}
