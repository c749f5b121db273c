import type { Text } from '../../../../shared/model/text';

/** How many edits can be taken back. */
const MOST = 200;

/** How the history does an edit and undoes it. An operation is one transaction on one thing. */
export interface EditPerformer<Operation, Thing> {
  /**
   * Performs an operation, and yields it with the ids of what it made.
   * @throws {StoreError}
   * @throws {InvalidInputError}
   */
  perform(operation: Operation): Promise<Operation>;
  /** What takes an operation back, given the thing as it was before and the operation as it was performed. */
  reverse(performed: Operation, before: Thing): readonly Operation[];
  /** Whether performing it would change nothing. */
  isIdle(operation: Operation, before: Thing): boolean;
}

interface Entry<Operation> {
  /** What it did, for the tooltip of undo. */
  readonly label: Text;
  readonly operation: Operation;
  readonly back: readonly Operation[];
}

/** The edits of one page, which can be taken back and made again. Edits made elsewhere are not among them. */
export class EditHistory<Operation, Thing> {
  private readonly done: Entry<Operation>[] = [];
  private readonly undone: Entry<Operation>[] = [];

  constructor(private readonly performer: EditPerformer<Operation, Thing>) {}

  /** What undo would take back. */
  get undoLabel(): Text | undefined {
    return this.done.at(-1)?.label;
  }

  /** What redo would make again. */
  get redoLabel(): Text | undefined {
    return this.undone.at(-1)?.label;
  }

  /**
   * Performs an operation on the thing as it is now, and remembers it. One that changes nothing is left out.
   * @throws {StoreError}
   * @throws {InvalidInputError}
   */
  async perform(operation: Operation, before: Thing, label: Text): Promise<void> {
    if (this.performer.isIdle(operation, before)) {
      return;
    }
    const performed = await this.performer.perform(operation);
    this.done.push({ label, operation: performed, back: this.performer.reverse(performed, before) });
    this.done.splice(0, this.done.length - MOST);
    this.undone.length = 0;
  }

  /**
   * Takes the last edit back. What cannot be taken back any more, such as a change of a place that somebody else has
   * removed, is forgotten.
   * @throws {StoreError}
   */
  async undo(): Promise<void> {
    const entry = this.done.pop();
    if (entry !== undefined) {
      for (const operation of entry.back) {
        await this.performer.perform(operation);
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
      await this.performer.perform(entry.operation);
      this.done.push(entry);
    }
  }
}
