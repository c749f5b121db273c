import assert from 'node:assert/strict';
import { loadBlocks } from '../../../src/extension/engine/loadBlocks';
import { fakeRunner } from '../../support/fakesRunner';

describe('Loading the blocks of payloads', () => {
  it('follows references to every depth, one query for each level, and ends in a circle', async () => {
    const world = fakeRunner();
    const root = world.blocks.add({ content: '{{#one}} {{block:Two}}' });
    const one = world.blocks.add({ title: 'One', content: '{{block:Two}}', tags: ['one'] });
    const two = world.blocks.add({ title: 'Two', content: '{{block:Three}}' });
    const three = world.blocks.add({ title: 'Three', content: '{{#one}}' });
    world.blocks.add({ title: 'Unused', content: '{{#one}}' });
    const payload = world.payloads.add('P', [root.id, root.id]);
    const blocks = await loadBlocks([payload, payload], world.blocks, world.index);
    assert.deepEqual([...blocks.keys()], [root.id, one.id, two.id, three.id]);
    assert.deepEqual(
      world.transactions.operations.filter((operation) => operation.startsWith('getMany')),
      [`getMany ${root.id}`, `getMany ${one.id},${two.id}`, `getMany ${three.id}`],
    );
  });

  it('leaves out what is switched off, what does not exist, and what the text of a response slot names', async () => {
    const world = fakeRunner();
    const off = world.blocks.add({ content: 'off' });
    world.blocks.add({ title: 'Hidden', content: 'hidden' });
    const slot = world.blocks.add({ content: '{{block:Hidden}} \\{{block:Hidden}}', tags: ['response', 'payload_1'] });
    const payload = world.payloads.add('P', [slot.id, off.id, 999]);
    await world.payloads.updateBlock(payload.id, payload.blocks[1]!.id, { enabled: false });
    const blocks = await loadBlocks([world.payloads.stored.get(payload.id)!], world.blocks, world.index);
    assert.deepEqual([...blocks.keys()], [slot.id]);
  });

  it('reads a library of which nothing is referenced with a single query', async () => {
    const world = fakeRunner();
    const blocks = [world.blocks.add({ content: 'a' }), world.blocks.add({ content: 'b' })];
    const payloads = blocks.map(({ id }) => world.payloads.add(`P${id}`, [id]));
    await loadBlocks(payloads, world.blocks, world.index);
    assert.deepEqual(world.transactions.operations, ['summaries', 'folders', 'getMany 1,2']);
  });
});
