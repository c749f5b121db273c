import assert from 'node:assert/strict';
import fc from 'fast-check';
import { modelFormats } from '../../../../src/extension/domain/formats/modelFormats';
import { renderMessages } from '../../../../src/extension/domain/formats/renderMessages';
import { assemble } from '../../../../src/extension/domain/payload/assemble';
import { joinPieces, traceMessages } from '../../../../src/extension/domain/preview/trace';
import { traceText } from '../../../../src/extension/domain/preview/traceText';
import { answered, block, byId, context, payload } from '../builders';

const words = fc.stringMatching(/^[ \n]{0,3}[a-z{}#\ue000\ue001 \n]{0,12}[ \n]{0,3}$/);
const places = fc.array(
  fc.record({ content: words, role: fc.constantFrom('user' as const, 'system' as const, 'assistant' as const) }),
  { maxLength: 6 },
);

describe('The traced text', () => {
  it('is exactly what is sent, for every format, whatever the blocks, their roles and their blanks', () => {
    fc.assert(
      fc.property(places, fc.constantFrom(...modelFormats), fc.boolean(), (list, format, hasPrevious) => {
        const blocks = list.map(({ content }, index) => block({ id: index + 1, content }));
        const sent = payload({
          id: 1,
          blocks: list.map(({ role }, index) => ({ id: index, blockId: index + 1, role })),
        });
        const previous = hasPrevious ? { previous: answered(' it said\n') } : {};
        const assembly = assemble(sent, byId(blocks), context({ blocks, ...previous }));
        const messages = traceMessages(assembly);
        assert.deepEqual(
          messages.map(({ role, pieces }) => ({ role, content: joinPieces(pieces) })),
          assembly.messages,
        );
        assert.equal(joinPieces(traceText(messages, format)), renderMessages(assembly.messages, format).text);
      }),
      { numRuns: 400 },
    );
  });

  it('says of each piece which place it stands for and who wrote it', () => {
    const voice = block({ id: 2, title: 'Voice', content: 'plainly' });
    const blocks = [block({ id: 1, content: 'Write {{block:Voice}}.' }), voice];
    const assembly = assemble(payload({ id: 1, blocks: [1] }), byId(blocks), context({ blocks }));
    const chatml = modelFormats.find(({ name }) => name === 'chatml');
    assert.ok(chatml);
    assert.deepEqual(
      traceText(traceMessages(assembly), chatml).map(({ text, source, placeId }) => [
        text,
        source.kind === 'author' ? source.blockId : source.kind,
        placeId,
      ]),
      [
        ['<|im_start|>user\n', 'format', null],
        ['Write ', 1, 100],
        ['plainly', 2, 100],
        ['.', 1, 100],
        ['<|im_end|>\n<|im_start|>assistant\n', 'format', null],
      ],
    );
  });
});
