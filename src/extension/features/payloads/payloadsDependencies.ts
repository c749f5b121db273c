import type { BlockRepository } from '../../domain/ports/blockRepository';
import type { LibraryEvents } from '../../domain/ports/changes';
import type { Subscribe } from '../../domain/ports/events';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import type { LibraryIndex } from '../../engine/libraryIndex';
import type { Log } from '../../platform/ports/log';
import type { Commands } from '../../platform/vscode/commands';
import type { DraggedItems } from '../../platform/vscode/draggedItems';
import type { PayloadsItem } from '../../treeItems';

/** What the view Payloads and its commands work with. */
export interface PayloadsDependencies {
  readonly payloads: PayloadRepository;
  readonly blocks: Pick<BlockRepository, 'search'>;
  /** The blocks that payloads list. */
  readonly index: LibraryIndex;
  /** Told what is dragged out of the view. */
  readonly draggedPayloads: DraggedItems<PayloadsItem>;
  readonly events: LibraryEvents;
  /** Raised when another database is about to be read, in which ids mean something else. */
  readonly onDidMove: Subscribe<void>;
  readonly commands: Commands;
  readonly log: Log;
}
