import assert from 'node:assert/strict';
import fc from 'fast-check';
import { textPosition } from '../../../../src/extension/features/runs/textPosition';

describe('the place of an offset in a text', () => {
  it('counts every kind of line end once', () => {
    const content = 'a\nb\r\nc\rd';
    assert.deepEqual(textPosition(content, 0), { line: 0, character: 0 });
    assert.deepEqual(textPosition(content, content.indexOf('b')), { line: 1, character: 0 });
    assert.deepEqual(textPosition(content, content.indexOf('c')), { line: 2, character: 0 });
    assert.deepEqual(textPosition(content, content.indexOf('d')), { line: 3, character: 0 });
    assert.deepEqual(textPosition(content, content.length), { line: 3, character: 1 });
  });

  it('counts columns in UTF-16 units', () => {
    assert.deepEqual(textPosition('😀x', 2), { line: 0, character: 2 });
  });

  it('is the place where the text after it stands when lines are split', () => {
    const lines = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '😀') }), { minLength: 1 });
    fc.assert(
      fc.property(lines, fc.nat(), fc.nat(), (list, someLine, someCharacter) => {
        const line = someLine % list.length;
        const character = someCharacter % ((list[line] ?? '').length + 1);
        const offset = list.slice(0, line).reduce((sum, one) => sum + one.length + 2, 0) + character;
        assert.deepEqual(textPosition(list.join('\r\n'), offset), { line, character });
      }),
    );
  });
});
