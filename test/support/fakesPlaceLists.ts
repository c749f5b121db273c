import { applyMove } from '../../src/extension/platform/vscode/listMoves';

/** Lists of places in memory, by the id of what they belong to, with what a repository does to them. */
export class FakePlaceLists<Place extends { readonly id: number }> {
  private nextId = 50;

  constructor(private readonly lists: Map<number, readonly Place[]>) {}

  /** The places of a list; fails where there is none. */
  of(id: number): readonly Place[] {
    const list = this.lists.get(id);
    if (list === undefined) throw new Error(`There is no list ${id}.`);
    return list;
  }

  /** The same; undefined where there is none. */
  find(id: number): readonly Place[] | undefined {
    return this.lists.get(id);
  }

  /** Puts places into a list before another one, or at the end; gives their new ids. */
  insert(id: number, places: readonly Omit<Place, 'id'>[], before?: number): readonly number[] {
    const list = this.of(id);
    const at = before === undefined ? list.length : list.findIndex((one) => one.id === before);
    const added = places.map((one) => ({ ...one, id: this.nextId++ }) as unknown as Place);
    this.lists.set(id, list.toSpliced(at, 0, ...added));
    return added.map((one) => one.id);
  }

  /** Takes places out of a list. */
  remove(id: number, ids: readonly number[]): void {
    this.lists.set(
      id,
      this.of(id).filter((one) => !ids.includes(one.id)),
    );
  }

  /** Moves places before another one, or to the end. */
  move(id: number, ids: readonly number[], before?: number): void {
    const places = new Map(this.of(id).map((one) => [one.id, one]));
    const order = applyMove([...places.keys()], { ids, before });
    this.lists.set(
      id,
      order.flatMap((one) => places.get(one) ?? []),
    );
  }

  /** The places of a list that have these ids, in its order. */
  chosen(id: number, ids: readonly number[]): readonly Place[] {
    return this.of(id).filter((one) => ids.includes(one.id));
  }
}
