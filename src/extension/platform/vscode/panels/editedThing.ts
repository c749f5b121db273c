import type { Text } from '../../../../shared/model/text';
import type { Outcome } from '../../../../shared/protocol/form';
import type { Parsed } from '../../../domain/payload/parsed';
import type { Log } from '../../ports/log';
import { EditHistory, type EditPerformer } from './editHistory';
import { EditRefused, EditTurns } from './editTurns';
import { PageUpdates } from './pageUpdates';

/** The transaction that an edit is, and what to call it. */
export interface PlannedEdit<Operation> {
  readonly operation: Operation;
  readonly label: Text;
}

/** What editing a thing on a page takes. */
export interface EditedThingParts<Operation, Thing, Snapshot> {
  readonly performer: EditPerformer<Operation, Thing>;
  /** The thing as it is now; undefined when it is gone. */
  readonly read: () => Promise<Thing | undefined>;
  /** Makes everything that the page shows. */
  readonly make: () => Promise<Snapshot>;
  readonly send: (snapshot: Snapshot) => void;
  /** Called whenever the page may show something else from now on. */
  readonly outdated?: () => void;
  /** A sentence in the language of the person. */
  readonly say: (text: Text) => string;
  readonly log: Log;
}

/** What can be taken back and made again, as sentences; null for nothing. */
export interface HistoryLabels {
  readonly undo: string | null;
  readonly redo: string | null;
}

/** A thing that is edited on a page: its edits, one after the other, their history, and the page that shows what is so. */
export class EditedThing<Operation, Thing, Snapshot> {
  /** Keeps the page up to date. */
  readonly updates: PageUpdates<Snapshot>;
  private readonly history: EditHistory<Operation, Thing>;
  private readonly turns: EditTurns;

  constructor(private readonly parts: EditedThingParts<Operation, Thing, Snapshot>) {
    const { performer, make, send, say, log } = parts;
    this.history = new EditHistory(performer);
    this.turns = new EditTurns(say, () => {
      this.refresh();
    });
    this.updates = new PageUpdates({ make, send, settled: () => this.turns.settled, log });
  }

  /** What undo and redo would do. */
  get labels(): HistoryLabels {
    const { undoLabel, redoLabel } = this.history;
    const { say } = this.parts;
    return {
      undo: undoLabel === undefined ? null : say(undoLabel),
      redo: redoLabel === undefined ? null : say(redoLabel),
    };
  }

  /** Sends a new snapshot soon. */
  refresh(): void {
    this.parts.outdated?.();
    this.updates.refresh();
  }

  /** Makes one edit after the other, on the thing as it is then, and turns what a person can mend into a sentence. */
  change(edit: (thing: Thing) => Promise<void>): Promise<Outcome> {
    const outcome = this.turns.take(async () => {
      const thing = await this.parts.read();
      if (thing !== undefined) {
        await edit(thing);
      }
    });
    this.refresh(); // the labels of undo and redo, even when nothing was stored
    return outcome;
  }

  /**
   * Makes a planned edit, as a part of a change.
   * @throws {EditRefused}
   * @throws {StoreError}
   */
  async perform(planned: Parsed<PlannedEdit<Operation>>, thing: Thing): Promise<void> {
    if (!planned.ok) {
      throw new EditRefused(planned.problem);
    }
    await this.history.perform(planned.value.operation, thing, planned.value.label);
  }

  /** Takes the last edit back. */
  undo(): Promise<Outcome> {
    return this.change(() => this.history.undo());
  }

  /** Makes the edit again that was taken back last. */
  redo(): Promise<Outcome> {
    return this.change(() => this.history.redo());
  }

  /** Does something at once, and turns what a person can mend into a sentence. */
  report(work: () => Promise<void>): Promise<Outcome> {
    return this.turns.report(work);
  }

  /** Does something when all edits are made, and turns what a person can mend into a sentence. */
  afterEdits(work: () => Promise<void>): Promise<Outcome> {
    return this.turns.report(async () => {
      await this.turns.settled;
      await work();
    });
  }

  dispose(): void {
    this.updates.dispose();
  }
}
