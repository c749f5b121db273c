import type { PayloadSettings } from '../../../shared/model/payload';
import type { Run } from '../../../shared/model/run';
import type { Text } from '../../../shared/model/text';
import type { BlockRepository } from '../../domain/ports/blockRepository';
import type { LibraryEvents } from '../../domain/ports/changes';
import type { ModelServer, RecognisedServer } from '../../domain/ports/modelServer';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import type { RunRepository } from '../../domain/ports/runRepository';
import type { LibraryIndex } from '../../engine/libraryIndex';
import type { Runner } from '../../engine/runner';
import type { Clock } from '../../platform/ports/clock';
import type { Log } from '../../platform/ports/log';
import type { BuilderFrame } from '../../platform/vscode/panels/builderPanels';
import type { PayloadField } from './formFields';

/** How a payload's text travels: one text, or messages for the server's own template. */
export interface SentForm {
  readonly kind: 'text' | 'messages';
  readonly stop: readonly string[] | undefined;
}

/** What a payload builder works with. */
export interface BuilderDependencies {
  readonly blocks: BlockRepository;
  readonly payloads: PayloadRepository;
  readonly runs: RunRepository;
  readonly index: LibraryIndex;
  readonly events: LibraryEvents;
  readonly runner: Runner;
  readonly server: Pick<ModelServer, 'recognise'>;
  readonly clock: Clock;
  readonly log: Log;
  /** The settings of a payload, in the order of the form. */
  readonly fields: readonly PayloadField[];
  /** The host of payloads that name none. */
  readonly defaultHost: () => string;
  /** Whether the workspace is trusted, so that something may be sent. */
  readonly isAllowed: () => boolean;
  /** What the wire does with a payload's model format on a server; undefined while it is not known what answers. */
  readonly sentForm: (settings: PayloadSettings, server: RecognisedServer | undefined) => SentForm;
  /** A sentence in the language of the person. */
  readonly say: (text: Text) => string;
}

/** What a page asks of VS Code around it. */
export interface BuilderSurroundings {
  /** Asks for blocks; empty when the person gives up. */
  pickBlocks(payloadName: string): Promise<readonly number[]>;
  /** The blocks that are being dragged out of the view Blocks. */
  droppedBlocks(): Promise<readonly number[]>;
  /** Asks for one of these runs; undefined when the person gives up or there are none, which is told. */
  pickRun(runs: readonly Run[]): Promise<number | undefined>;
  /** What a run is called, with its time. */
  describeRun(run: Run): string;
  openBlock(blockId: number, start: number, end: number): Promise<void>;
  openResponse(responseId: number, runId: number): Promise<void>;
  copy(text: string): Promise<void>;
}

/** What a page asks of the panel that it is in. */
export type BuilderPanel = BuilderSurroundings & BuilderFrame;
