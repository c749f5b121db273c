/** Something that stands in an ordered list. */
interface Place {
  readonly id: number;
}

/** Neighbours in a list, with the place that stands behind them and stays. */
export interface Neighbours<P> {
  readonly places: readonly P[];
  /** Undefined at the end of the list. */
  readonly next: number | undefined;
}

/**
 * The chosen places of a list as groups of neighbours, the last group first: put before `next` one after the other, all
 * stand where they stood.
 */
export function backInPlace<P extends Place>(ids: readonly number[], list: readonly P[]): readonly Neighbours<P>[] {
  const chosen = new Set(ids);
  const groups: { places: P[]; next: number | undefined }[] = [];
  for (const [index, place] of list.entries()) {
    if (!chosen.has(place.id)) {
      continue;
    }
    const previous = list[index - 1];
    const last = groups.at(-1);
    const next = list[index + 1]?.id;
    if (last !== undefined && previous !== undefined && chosen.has(previous.id)) {
      last.places.push(place);
      last.next = next;
    } else {
      groups.push({ places: [place], next });
    }
  }
  return groups.reverse();
}

/**
 * The present ids of places. Operations name a place by the id that it had when they were first made; one that comes back
 * after it was removed has another.
 */
export class PlaceIds {
  private readonly newIds = new Map<number, number>();

  /** The present id of a place. */
  readonly now = (id: number): number => this.newIds.get(id) ?? id;

  /** The present id of the place to stand before; undefined stays the end of the list. */
  before(id: number | undefined): number | undefined {
    return id === undefined ? undefined : this.now(id);
  }

  /** Notes the ids of places that have just been put in; those that never had one get it. */
  noted<P extends { readonly id: number | undefined }>(places: readonly P[], added: readonly number[]): readonly P[] {
    return places.map((place, index) => {
      const id = added[index];
      if (place.id !== undefined && id !== undefined) {
        this.newIds.set(place.id, id);
      }
      return { ...place, id: place.id ?? id };
    });
  }
}
