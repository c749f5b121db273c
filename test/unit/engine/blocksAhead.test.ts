import assert from 'node:assert/strict';
import { BlocksAhead } from '../../../src/extension/engine/blocksAhead';
import { settled } from '../../support/fakesClock';
import { fakeRunner } from '../../support/fakesRunner';

describe('Blocks that are read ahead', () => {
  it('are those that were needed the last time, as they are now', async () => {
    const { blocks, transactions } = fakeRunner();
    const [one, two] = [blocks.add({ content: 'one' }), blocks.add({ content: 'two' })];
    const ahead = new BlocksAhead(blocks);
    const first = ahead.of('payload 1');
    assert.deepEqual([await first.getMany([one.id]), await first.getMany([two.id])], [[one], [two]]);
    await blocks.update(one.id, { content: 'changed' });
    transactions.operations.length = 0;
    const second = ahead.of('payload 1');
    await settled();
    assert.deepEqual(transactions.operations, ['getMany 1,2'], 'before it is known what is needed');
    const found = await second.getMany([two.id, one.id]);
    assert.deepEqual(
      found.map(({ content }) => content),
      ['two', 'changed'],
    );
    assert.deepEqual(transactions.operations, ['getMany 1,2']);
    await ahead.of('payload 2').getMany([one.id]);
    assert.deepEqual(transactions.operations, ['getMany 1,2', 'getMany 1']);
  });

  it('leave out what is not needed any more and what is gone, and are read on where more is needed', async () => {
    const { blocks, transactions } = fakeRunner();
    const [one, two, three] = ['1', '2', '3'].map((content) => blocks.add({ content }));
    const ahead = new BlocksAhead(blocks);
    await ahead.of('workflow 1').getMany([one!.id, two!.id]);
    await blocks.delete([{ blockId: two!.id }]);
    const found = await ahead.of('workflow 1').getMany([two!.id, three!.id]);
    assert.deepEqual(found, [three]);
    transactions.operations.length = 0;
    ahead.of('workflow 1');
    await settled();
    assert.deepEqual(transactions.operations, ['getMany 2,3']);
  });

  it('fail as the store does, and only whoever waits for them', async () => {
    const world = fakeRunner();
    const { id } = world.blocks.add({ content: '1' });
    const ahead = new BlocksAhead(world.blocks);
    await ahead.of('payload 1').getMany([id]);
    world.failing(() => true, new Error('broken'));
    ahead.of('payload 1');
    await assert.rejects(ahead.of('payload 1').getMany([id]), { message: 'broken' });
  });
});
