import assert from 'node:assert/strict';
import { previewPayload } from '../../../src/extension/engine/payloadPreview';
import { fakeRunner } from '../../support/fakesRunner';

describe('The preview of a payload', () => {
  it('shows what would be sent, with a placeholder for each response', async () => {
    const world = fakeRunner();
    world.blocks.add({ title: 'Voice', folderPath: 'Style', content: 'plainly', tags: ['style'] });
    const draft = world.payloads.add('Draft');
    const slot = world.blocks.add({ tags: ['response', `payload_${draft.id}`] });
    const text = world.blocks.add({ content: 'Write {{#style}}: {{Draft}}, {{response:Later}}, {{previous}}' });
    world.payloads.add('Later');
    const payload = world.payloads.add('Review', [text.id, slot.id]);
    const preview = await previewPayload(payload.id, world);
    assert.deepEqual(preview?.problems, []);
    assert.deepEqual(preview.messages, [
      {
        role: 'user',
        content:
          'Write plainly: [response of "Draft"], [response of "Later"], [previous response]\n\n[response of "Draft"]',
      },
    ]);
  });

  it('shows the response that flow appends', async () => {
    const world = fakeRunner();
    const block = world.blocks.add({ content: 'Go on.' });
    const payload = world.payloads.add('Auto', [block.id]);
    const none = world.payloads.add('None', [block.id], { flow: 'none' });
    assert.deepEqual(
      (await previewPayload(payload.id, world))?.messages.map(({ content }) => content),
      ['Go on.\n\nPrevious response:\n[previous response]'],
    );
    assert.deepEqual(
      (await previewPayload(none.id, world))?.messages.map(({ content }) => content),
      ['Go on.'],
    );
  });

  it('names the references that nothing can resolve', async () => {
    const world = fakeRunner();
    const block = world.blocks.add({ content: '{{#nobody}} {{response:Nothing}}' });
    const payload = world.payloads.add('P', [block.id]);
    const preview = await previewPayload(payload.id, world);
    assert.deepEqual(
      preview?.problems.map(({ kind, start }) => [kind, start]),
      [
        ['unresolved', 0],
        ['unresolved', 12],
      ],
    );
  });

  it('is undefined for a payload that does not exist', async () => {
    assert.equal(await previewPayload(7, fakeRunner()), undefined);
  });
});
