import type { Payload, PayloadBlock } from '../../../shared/model/payload';
import type { PayloadsItem } from '../../treeItems';

/** One place in a payload's list of blocks, as the tree knows it. */
export type PlaceItem = Extract<PayloadsItem, { readonly kind: 'payloadBlock' }>;

/** The item of a payload. */
export function payloadItem(id: number): PayloadsItem {
  return { kind: 'payload', id };
}

/** The item of a place. */
export function placeItem(payload: Pick<Payload, 'id'>, place: PayloadBlock): PlaceItem {
  return { kind: 'payloadBlock', payloadId: payload.id, id: place.id, blockId: place.blockId };
}

/** The payload that an item is or stands in. */
export function payloadIdOf(item: PayloadsItem): number {
  return item.kind === 'payload' ? item.id : item.payloadId;
}

/** Tells items apart for the tree; the ids of its rows. */
export function payloadsItemKey(item: PayloadsItem): string {
  return item.kind === 'payload' ? `payload:${item.id}` : `place:${item.id}`;
}

/** Whether something that came out of a drag is an item of this view. */
export function isPayloadsItem(value: unknown): value is PayloadsItem {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !hasNumber(value, 'id')) {
    return false;
  }
  return (
    value.kind === 'payload' ||
    (value.kind === 'payloadBlock' && hasNumber(value, 'payloadId') && hasNumber(value, 'blockId'))
  );
}

function hasNumber<Key extends string>(value: object, key: Key): value is Record<Key, number> {
  return Number.isSafeInteger((value as Partial<Record<Key, unknown>>)[key]);
}
