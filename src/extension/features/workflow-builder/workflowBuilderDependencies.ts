import type { Text } from '../../../shared/model/text';
import type { BlockRepository } from '../../domain/ports/blockRepository';
import type { LibraryEvents } from '../../domain/ports/changes';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import type { RunRepository } from '../../domain/ports/runRepository';
import type { WorkflowRepository } from '../../domain/ports/workflowRepository';
import type { LibraryIndex } from '../../engine/libraryIndex';
import type { Runner } from '../../engine/runner';
import type { Clock } from '../../platform/ports/clock';
import type { Log } from '../../platform/ports/log';
import type { BuilderFrame } from '../../platform/vscode/panels/builderPanels';

/** What a workflow builder works with. */
export interface WorkflowBuilderDependencies {
  readonly blocks: BlockRepository;
  readonly payloads: PayloadRepository;
  readonly workflows: WorkflowRepository;
  readonly runs: RunRepository;
  readonly index: LibraryIndex;
  readonly events: LibraryEvents;
  readonly runner: Runner;
  readonly clock: Clock;
  readonly log: Log;
  /** The host of payloads that name none. */
  readonly defaultHost: () => string;
  /** Whether the workspace is trusted, so that something may be sent. */
  readonly isAllowed: () => boolean;
  /** A sentence in the language of the person. */
  readonly say: (text: Text) => string;
}

/** What a page asks of VS Code around it. */
export interface WorkflowBuilderSurroundings {
  /** Asks for payloads; empty when the person gives up. */
  pickPayloads(workflowName: string): Promise<readonly number[]>;
  /** What is being dragged out of the view Payloads. */
  droppedPayloads(): readonly number[];
  /** Asks for one payload, beginning at the present one; undefined when the person gives up. */
  pickPayload(currentId: number): Promise<number | undefined>;
  openPayload(payloadId: number): Promise<void>;
  openBlock(blockId: number, start: number, end: number): Promise<void>;
  openResponse(responseId: number, runId: number): Promise<void>;
}

/** What a page asks of the panel that it is in. */
export type WorkflowBuilderPanel = WorkflowBuilderSurroundings & BuilderFrame;
