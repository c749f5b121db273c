import assert from 'node:assert/strict';
import { movePlaces } from '../../../../src/extension/features/payloads/movePlaces';
import { placeItem } from '../../../../src/extension/features/payloads/payloadsItem';
import type { PayloadBlock, Role } from '../../../../src/shared/model/payload';
import { FakePlaceLists } from '../../../support/fakesPlaceLists';

type Repository = Parameters<typeof movePlaces>[0];

function place(id: number, role: Role = 'user', enabled = true): PayloadBlock {
  return { id, blockId: 100 + id, role, enabled };
}

/** Payload 1 with the places 1, 2, 3 and payload 2 with 4, 5; a place keeps its block, so moves can be followed. */
class Lists implements Repository {
  readonly lists = new FakePlaceLists<PayloadBlock>(
    new Map([
      [1, [place(1), place(2, 'system', false), place(3)]],
      [2, [place(4), place(5)]],
    ]),
  );

  get(id: number) {
    const blocks = this.lists.find(id);
    return Promise.resolve(blocks && { id, blocks });
  }

  addPlaces(id: number, places: readonly Omit<PayloadBlock, 'id'>[], before?: number) {
    return Promise.resolve(this.lists.insert(id, places, before));
  }

  removeBlocks(id: number, ids: readonly number[]) {
    this.lists.remove(id, ids);
    return Promise.resolve();
  }

  moveBlocks(id: number, ids: readonly number[], before?: number) {
    this.lists.move(id, ids, before);
    return Promise.resolve();
  }

  blocksOf(id: number) {
    return this.lists.of(id).map(({ blockId }) => blockId);
  }

  items(payloadId: number, ...ids: readonly number[]) {
    return this.lists.chosen(payloadId, ids).map((one) => placeItem({ id: payloadId }, one));
  }
}

describe('blocks dragged in the view Payloads', () => {
  it('take the position of the block they are dropped on', async () => {
    const lists = new Lists();
    await movePlaces(lists, lists.items(1, 1), lists.items(1, 3)[0]!);
    assert.deepEqual(lists.blocksOf(1), [102, 103, 101]);
  });

  it('go to the end when they are dropped on their payload', async () => {
    const lists = new Lists();
    await movePlaces(lists, lists.items(1, 1, 2), { kind: 'payload', id: 1 });
    assert.deepEqual(lists.blocksOf(1), [103, 101, 102]);
  });

  it('move to another payload with their role and whether they are on', async () => {
    const lists = new Lists();
    await movePlaces(lists, lists.items(1, 1, 2), lists.items(2, 5)[0]!);
    assert.deepEqual(lists.blocksOf(1), [103]);
    assert.deepEqual(lists.blocksOf(2), [104, 101, 102, 105]);
    const moved = lists.lists.of(2).find(({ blockId }) => blockId === 102);
    assert.deepEqual([moved?.role, moved?.enabled], ['system', false]);
  });

  it('come from several payloads at once', async () => {
    const lists = new Lists();
    await movePlaces(lists, [...lists.items(1, 3), ...lists.items(2, 4)], { kind: 'payload', id: 2 });
    assert.deepEqual(lists.blocksOf(1), [101, 102]);
    assert.deepEqual(lists.blocksOf(2), [105, 104, 103]);
  });

  it('stay where they are when the target has vanished, or they have', async () => {
    const lists = new Lists();
    await movePlaces(lists, lists.items(1, 1), { kind: 'payload', id: 9 });
    await movePlaces(lists, [{ kind: 'payloadBlock', payloadId: 1, id: 77, blockId: 1 }], { kind: 'payload', id: 2 });
    assert.deepEqual(
      [lists.blocksOf(1), lists.blocksOf(2)],
      [
        [101, 102, 103],
        [104, 105],
      ],
    );
  });
});
