import type { Payload, PayloadBlock } from '../../../shared/model/payload';
import type { PayloadPatch, PayloadRepository } from '../../domain/ports/payloadRepository';
import type { EditPerformer } from '../../platform/vscode/panels/editHistory';
import { backInPlace, PlaceIds } from '../../platform/vscode/panels/places';

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
export class Operations implements EditPerformer<Operation, Payload> {
  private readonly ids = new PlaceIds();

  constructor(
    private readonly payloadId: number,
    private readonly payloads: Pick<
      PayloadRepository,
      'update' | 'addPlaces' | 'removeBlocks' | 'moveBlocks' | 'updateBlock'
    >,
  ) {}

  /** @inheritdoc */
  readonly reverse = reverse;

  /** @inheritdoc */
  readonly isIdle = isIdle;

  /**
   * Performs one, and yields it with the ids of the places that it made.
   * @throws {StoreError}
   * @throws {InvalidInputError}
   */
  async perform(operation: Operation): Promise<Operation> {
    const { payloadId, payloads, ids } = this;
    switch (operation.kind) {
      case 'set':
        await payloads.update(payloadId, operation.patch);
        return operation;
      case 'insert':
        return this.insert(operation);
      case 'remove':
        await payloads.removeBlocks(payloadId, operation.ids.map(ids.now));
        return operation;
      case 'move':
        await payloads.moveBlocks(payloadId, operation.ids.map(ids.now), ids.before(operation.before));
        return operation;
      case 'change':
        await payloads.updateBlock(payloadId, ids.now(operation.id), operation.patch);
        return operation;
    }
  }

  private async insert(operation: Extract<Operation, { readonly kind: 'insert' }>): Promise<Operation> {
    const contents = operation.places.map(({ blockId, role, enabled }) => ({ blockId, role, enabled }));
    const added = await this.payloads.addPlaces(this.payloadId, contents, this.ids.before(operation.before));
    return { ...operation, places: this.ids.noted(operation.places, added) };
  }
}

function reverse(operation: Operation, before: Payload): readonly Operation[] {
  switch (operation.kind) {
    case 'set':
      return [{ kind: 'set', patch: oldValues(operation.patch, before) }];
    case 'insert':
      return [{ kind: 'remove', ids: operation.places.flatMap(({ id }) => id ?? []) }];
    case 'remove':
      return backInPlace(operation.ids, before.blocks).map(({ places, next }) => ({
        kind: 'insert',
        places,
        before: next,
      }));
    case 'move':
      return backInPlace(operation.ids, before.blocks).map(({ places, next }) => ({
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

function isIdle(operation: Operation, before: Payload): boolean {
  return (
    operation.kind === 'set' && JSON.stringify(operation.patch) === JSON.stringify(oldValues(operation.patch, before))
  );
}

function oldValues(patch: PayloadPatch, payload: Payload): PayloadPatch {
  const keys = Object.keys(patch) as (keyof PayloadPatch)[];
  return Object.fromEntries(keys.map((key) => [key, payload[key]]));
}
