import assert from 'node:assert/strict';
import type { EditHistory } from '../../src/extension/platform/vscode/panels/editHistory';
import { text } from '../../src/shared/model/text';

/** The history of the edits of a thing, which a test walks. */
export interface HistoryWalk<Operation, Thing> {
  readonly history: EditHistory<Operation, Thing>;
  /** The thing as it is stored. */
  readonly now: () => Thing;
  /** What of it has to come back. */
  readonly look: () => string;
  /** What to do with the thing as it is then. */
  readonly edits: readonly ((thing: Thing) => Operation)[];
  /** After the edits: true for undo, false for redo. */
  readonly walk: readonly boolean[];
}

/** Makes edits, goes back and forth among them, and looks whether the thing is each time as it was. */
export async function walkHistory<Operation, Thing>(parts: HistoryWalk<Operation, Thing>): Promise<void> {
  const { history, now, look, edits, walk } = parts;
  const looks = [look()];
  for (const edit of edits) {
    const known = history.undoLabel;
    await history.perform(edit(now()), now(), text('{0}', looks.length));
    if (history.undoLabel !== known) looks.push(look());
  }
  let at = looks.length - 1;
  for (const isUndo of walk) {
    await (isUndo ? history.undo() : history.redo());
    at = Math.min(looks.length - 1, Math.max(0, at + (isUndo ? -1 : 1)));
    assert.equal(look(), looks[at]);
  }
}

/** The ids of the places at some positions of a list. */
export function idsAt(places: readonly { readonly id: number }[], chosen: readonly number[]): readonly number[] {
  return places.filter((_, index) => chosen.includes(index)).map(({ id }) => id);
}
