import type { Payload, PayloadBlock } from '../../../shared/model/payload';
import type { PayloadPatch, PayloadRepository } from '../../domain/ports/payloadRepository';
import { ListOperations, type ListOperation } from '../../platform/vscode/panels/listOperations';

/** A place without its id: what has to be known to put it back. */
export type PlaceContent = Omit<PayloadBlock, 'id'>;

type PlacePatch = Partial<Pick<PayloadBlock, 'role' | 'enabled'>>;

/** One transaction on a payload. */
export type Operation = ListOperation<PayloadPatch, PlaceContent, PlacePatch>;

/** Performs operations on one payload. */
export function payloadOperations(
  payloadId: number,
  payloads: Pick<PayloadRepository, 'update' | 'addPlaces' | 'removeBlocks' | 'moveBlocks' | 'updateBlock'>,
): ListOperations<Payload, PayloadPatch, PlaceContent, PlacePatch> {
  return new ListOperations({
    set: (patch) => payloads.update(payloadId, patch),
    insert: (contents, before) => payloads.addPlaces(payloadId, contents, before),
    remove: (ids) => payloads.removeBlocks(payloadId, ids),
    move: (ids, before) => payloads.moveBlocks(payloadId, ids, before),
    change: (id, patch) => payloads.updateBlock(payloadId, id, patch),
    placesOf: ({ blocks }) => blocks,
    contentOf: ({ blockId, role, enabled }) => ({ blockId, role, enabled }),
    patchOf: ({ role, enabled }) => ({ role, enabled }),
  });
}
