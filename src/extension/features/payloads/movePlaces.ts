import type { Payload, PayloadBlock } from '../../../shared/model/payload';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import { moveByDrop } from '../../platform/vscode/listMoves';
import type { PayloadsItem } from '../../treeItems';
import { payloadIdOf, type PlaceItem } from './payloadsItem';

/** What moving places takes: a part of the repository of payloads. */
interface Places extends Pick<PayloadRepository, 'addPlaces' | 'removeBlocks' | 'moveBlocks'> {
  get(id: number): Promise<Pick<Payload, 'blocks'> | undefined>;
}

/** Moves places to a payload: to its end, or to the position of one of its places. */
export async function movePlaces(payloads: Places, places: readonly PlaceItem[], target: PayloadsItem): Promise<void> {
  const targetId = payloadIdOf(target);
  const payload = await payloads.get(targetId);
  if (payload === undefined) {
    return; // it vanished under the mouse
  }
  const at = target.kind === 'payload' ? undefined : target.id;
  const own = places.filter(({ payloadId }) => payloadId === targetId).map(({ id }) => id);
  const order = payload.blocks.map(({ id }) => id);
  const move = moveByDrop(order, own, at);
  if (move !== undefined) {
    await payloads.moveBlocks(targetId, move.ids, move.before);
  }
  for (const sourceId of new Set(places.map(({ payloadId }) => payloadId))) {
    if (sourceId !== targetId) {
      const ids = new Set(places.filter(({ payloadId }) => payloadId === sourceId).map(({ id }) => id));
      const source = await payloads.get(sourceId);
      await moveBetween(payloads, sourceId, source?.blocks.filter(({ id }) => ids.has(id)) ?? [], targetId, at);
    }
  }
}

/** Adds first and removes last, so that a failure on the way leaves a place too many and never one too few. */
async function moveBetween(
  payloads: Places,
  sourceId: number,
  places: readonly PayloadBlock[],
  targetId: number,
  before: number | undefined,
): Promise<void> {
  if (places.length === 0) {
    return;
  }
  const copies = places.map(({ blockId, role, enabled }) => ({ blockId, role, enabled }));
  const ids = places.map(({ id }) => id);
  await payloads.addPlaces(targetId, copies, before);
  await payloads.removeBlocks(sourceId, ids);
}
