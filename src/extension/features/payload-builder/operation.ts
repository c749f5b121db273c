import type { Payload, PayloadBlock } from '../../../shared/model/payload';
import type { PayloadPatch, PayloadRepository } from '../../domain/ports/payloadRepository';

/** A place without its id: what has to be known to put it back. */
export type PlaceContent = Omit<PayloadBlock, 'id'>;

/**
 * One transaction on a payload. Places are named by the id that they had when the operation was first made; a place that
 * comes back after it was removed has another one, which `Operations` knows.
 */
export type Operation =
  | { readonly kind: 'set'; readonly patch: PayloadPatch }
  | {
      readonly kind: 'insert';
      readonly places: readonly (PlaceContent & { readonly id: number | undefined })[];
      readonly before: number | undefined;
    }
  | { readonly kind: 'remove'; readonly ids: readonly number[] }
  | { readonly kind: 'move'; readonly ids: readonly number[]; readonly before: number | undefined }
  | { readonly kind: 'change'; readonly id: number; readonly patch: Partial<Pick<PayloadBlock, 'role' | 'enabled'>> };

/** Performs operations on one payload, and knows the present ids of its places. */
export class Operations {
  private readonly newIds = new Map<number, number>();

  constructor(
    private readonly payloadId: number,
    private readonly payloads: Pick<
      PayloadRepository,
      'update' | 'addPlaces' | 'removeBlocks' | 'moveBlocks' | 'updateBlock'
    >,
  ) {}

  /**
   * Performs one, and yields it with the ids of the places that it made.
   * @throws {StoreError}
   * @throws {InvalidInputError}
   */
  async perform(operation: Operation): Promise<Operation> {
    const { payloadId, payloads } = this;
    switch (operation.kind) {
      case 'set':
        await payloads.update(payloadId, operation.patch);
        return operation;
      case 'insert':
        return this.insert(operation);
      case 'remove':
        await payloads.removeBlocks(payloadId, operation.ids.map(this.now));
        return operation;
      case 'move':
        await payloads.moveBlocks(payloadId, operation.ids.map(this.now), this.before(operation.before));
        return operation;
      case 'change':
        await payloads.updateBlock(payloadId, this.now(operation.id), operation.patch);
        return operation;
    }
  }

  private async insert(operation: Extract<Operation, { readonly kind: 'insert' }>): Promise<Operation> {
    const contents = operation.places.map(({ blockId, role, enabled }) => ({ blockId, role, enabled }));
    const added = await this.payloads.addPlaces(this.payloadId, contents, this.before(operation.before));
    const places = operation.places.map((place, index) => {
      const id = added[index];
      if (place.id !== undefined && id !== undefined) {
        this.newIds.set(place.id, id);
      }
      return { ...place, id: place.id ?? id };
    });
    return { ...operation, places };
  }

  private before(id: number | undefined): number | undefined {
    return id === undefined ? undefined : this.now(id);
  }

  private readonly now = (id: number): number => this.newIds.get(id) ?? id;
}

/** What takes an operation back, given the payload as it was before and the operation as it was performed. */
export function reverse(operation: Operation, before: Payload): readonly Operation[] {
  switch (operation.kind) {
    case 'set':
      return [{ kind: 'set', patch: oldValues(operation.patch, before) }];
    case 'insert':
      return [{ kind: 'remove', ids: operation.places.flatMap(({ id }) => id ?? []) }];
    case 'remove':
      return backInPlace(operation.ids, before).map(({ places, next }) => ({ kind: 'insert', places, before: next }));
    case 'move':
      return backInPlace(operation.ids, before).map(({ places, next }) => ({
        kind: 'move',
        ids: places.map(({ id }) => id),
        before: next,
      }));
    case 'change': {
      const place = before.blocks.find(({ id }) => id === operation.id);
      return place === undefined
        ? []
        : [{ kind: 'change', id: place.id, patch: { role: place.role, enabled: place.enabled } }];
    }
  }
}

/** Whether performing it would change nothing. */
export function isIdle(operation: Operation, before: Payload): boolean {
  return (
    operation.kind === 'set' && JSON.stringify(operation.patch) === JSON.stringify(oldValues(operation.patch, before))
  );
}

function oldValues(patch: PayloadPatch, payload: Payload): PayloadPatch {
  const keys = Object.keys(patch) as (keyof PayloadPatch)[];
  return Object.fromEntries(keys.map((key) => [key, payload[key]]));
}

/** Runs of neighbours among the places, the last first, each with the place that stood behind it and stays. */
function backInPlace(
  ids: readonly number[],
  { blocks }: Payload,
): readonly { readonly places: readonly PayloadBlock[]; readonly next: number | undefined }[] {
  const chosen = new Set(ids);
  const groups: { places: PayloadBlock[]; next: number | undefined }[] = [];
  for (const [index, place] of blocks.entries()) {
    if (!chosen.has(place.id)) {
      continue;
    }
    const previous = blocks[index - 1];
    if (previous !== undefined && chosen.has(previous.id)) {
      groups.at(-1)?.places.push(place);
    } else {
      groups.push({ places: [place], next: undefined });
    }
    const group = groups.at(-1);
    if (group !== undefined) {
      group.next = blocks[index + 1]?.id;
    }
  }
  return groups.reverse();
}
