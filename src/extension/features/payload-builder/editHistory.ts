import type { Payload } from '../../../shared/model/payload';
import type { Text } from '../../../shared/model/text';
import { isIdle, type Operation, type Operations, reverse } from './operation';

/** How many edits can be taken back. */
const MOST = 200;

interface Entry {
  /** What it did, for the tooltip of undo. */
  readonly label: Text;
  readonly operation: Operation;
  readonly back: readonly Operation[];
}

/** The edits of one page, which can be taken back and made again. Edits made elsewhere are not among them. */
export class EditHistory {
  private readonly done: Entry[] = [];
  private readonly undone: Entry[] = [];

  constructor(private readonly operations: Operations) {}

  /** What undo would take back. */
  get undoLabel(): Text | undefined {
    return this.done.at(-1)?.label;
  }

  /** What redo would make again. */
  get redoLabel(): Text | undefined {
    return this.undone.at(-1)?.label;
  }

  /**
   * Performs an operation on the payload as it is now, and remembers it. One that changes nothing is left out.
   * @throws {StoreError}
   * @throws {InvalidInputError}
   */
  async perform(operation: Operation, payload: Payload, label: Text): Promise<void> {
    if (isIdle(operation, payload)) {
      return;
    }
    const performed = await this.operations.perform(operation);
    this.done.push({ label, operation: performed, back: reverse(performed, payload) });
    this.done.splice(0, this.done.length - MOST);
    this.undone.length = 0;
  }

  /**
   * Takes the last edit back. What cannot be taken back any more, such as a change of a block that somebody else has
   * removed, is forgotten.
   * @throws {StoreError}
   */
  async undo(): Promise<void> {
    const entry = this.done.pop();
    if (entry !== undefined) {
      for (const operation of entry.back) {
        await this.operations.perform(operation);
      }
      this.undone.push(entry);
    }
  }

  /**
   * Makes the edit again that was taken back last.
   * @throws {StoreError}
   */
  async redo(): Promise<void> {
    const entry = this.undone.pop();
    if (entry !== undefined) {
      await this.operations.perform(entry.operation);
      this.done.push(entry);
    }
  }
}
