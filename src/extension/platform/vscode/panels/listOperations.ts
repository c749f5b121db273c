import type { EditPerformer } from './editHistory';
import { backInPlace, PlaceIds } from './places';

/**
 * One transaction on a thing with an ordered list of places. Places are named by the id that they had when the operation
 * was first made; one that comes back after it was removed has another, which `ListOperations` knows.
 */
export type ListOperation<Patch, Content, PlacePatch> =
  | { readonly kind: 'set'; readonly patch: Patch }
  | {
      readonly kind: 'insert';
      readonly places: readonly (Content & { readonly id: number | undefined })[];
      /** Undefined is the end. */
      readonly before: number | undefined;
    }
  | { readonly kind: 'remove'; readonly ids: readonly number[] }
  | { readonly kind: 'move'; readonly ids: readonly number[]; readonly before: number | undefined }
  | { readonly kind: 'change'; readonly id: number; readonly patch: PlacePatch };

/** How one thing is changed, each by one transaction, and what of it may change. */
export interface ListStore<Thing, Patch, Content, PlacePatch> {
  set(patch: Patch): Promise<unknown>;
  /** Gives the ids of the new places, in order. */
  insert(contents: readonly Content[], before: number | undefined): Promise<readonly number[]>;
  remove(ids: readonly number[]): Promise<void>;
  move(ids: readonly number[], before: number | undefined): Promise<void>;
  change(id: number, patch: PlacePatch): Promise<void>;
  placesOf(thing: Thing): readonly (Content & { readonly id: number })[];
  /** A place without its id: what has to be known to put it back. */
  contentOf(place: Content): Content;
  /** A place as a patch of everything that may change in it. */
  patchOf(place: Content): Required<PlacePatch>;
}

/** Performs operations on one thing, and knows the present ids of its places. */
export class ListOperations<
  Thing extends Patch,
  Patch extends object,
  Content,
  PlacePatch extends object,
> implements EditPerformer<ListOperation<Patch, Content, PlacePatch>, Thing> {
  private readonly ids = new PlaceIds();

  constructor(private readonly store: ListStore<Thing, Patch, Content, PlacePatch>) {}

  /** @inheritdoc */
  async perform(
    operation: ListOperation<Patch, Content, PlacePatch>,
  ): Promise<ListOperation<Patch, Content, PlacePatch>> {
    const { store, ids } = this;
    switch (operation.kind) {
      case 'set':
        await store.set(operation.patch);
        return operation;
      case 'insert': {
        const contents = operation.places.map((place) => store.contentOf(place));
        const added = await store.insert(contents, ids.before(operation.before));
        return { ...operation, places: ids.noted(operation.places, added) };
      }
      case 'remove':
        await store.remove(operation.ids.map(ids.now));
        return operation;
      case 'move':
        await store.move(operation.ids.map(ids.now), ids.before(operation.before));
        return operation;
      case 'change':
        await store.change(ids.now(operation.id), operation.patch);
        return operation;
    }
  }

  /** @inheritdoc */
  reverse(
    operation: ListOperation<Patch, Content, PlacePatch>,
    before: Thing,
  ): readonly ListOperation<Patch, Content, PlacePatch>[] {
    const places = this.store.placesOf(before);
    switch (operation.kind) {
      case 'set':
        return [{ kind: 'set', patch: oldValues(operation.patch, before) }];
      case 'insert':
        return [{ kind: 'remove', ids: operation.places.flatMap(({ id }) => id ?? []) }];
      case 'remove':
        return backInPlace(operation.ids, places).map((group) => ({
          kind: 'insert',
          places: group.places,
          before: group.next,
        }));
      case 'move':
        return backInPlace(operation.ids, places).map((group) => ({
          kind: 'move',
          ids: group.places.map(({ id }) => id),
          before: group.next,
        }));
      case 'change': {
        const patch = this.oldPatch(operation, before);
        return patch === undefined ? [] : [{ kind: 'change', id: operation.id, patch }];
      }
    }
  }

  /** @inheritdoc */
  isIdle(operation: ListOperation<Patch, Content, PlacePatch>, before: Thing): boolean {
    switch (operation.kind) {
      case 'set':
        return isSame(operation.patch, oldValues(operation.patch, before));
      case 'change':
        return isSame(operation.patch, this.oldPatch(operation, before));
      case 'insert':
      case 'remove':
      case 'move':
        return false;
    }
  }

  private oldPatch(
    { id, patch }: Extract<ListOperation<Patch, Content, PlacePatch>, { readonly kind: 'change' }>,
    before: Thing,
  ): PlacePatch | undefined {
    const place = this.store.placesOf(before).find((one) => one.id === id);
    return place === undefined ? undefined : oldValues(patch, this.store.patchOf(place));
  }
}

/** What stands where a patch would write. */
function oldValues<Patch extends object>(patch: Patch, thing: Patch): Patch {
  const keys = Object.keys(patch) as (keyof Patch)[];
  return Object.fromEntries(keys.map((key) => [key, thing[key]])) as Patch;
}

function isSame(one: object, other: object | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
