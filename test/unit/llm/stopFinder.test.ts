import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StopFinder } from '../../../src/extension/llm/stopFinder';

function find(stops: readonly string[], ...pieces: readonly string[]): string | undefined {
  const finder = new StopFinder(stops);
  for (const piece of pieces) finder.push(piece);
  return finder.found;
}

describe('a stop string in a text', () => {
  it('is found also where it is cut apart, the first one of several', () => {
    assert.equal(find(['END', 'STOP'], 'a ST', 'OP b END'), 'STOP');
    assert.equal(find(['END'], 'a E', 'N', 'D'), 'END');
    assert.equal(find(['\n'], 'a', '\n'), '\n');
    assert.equal(find(['END'], 'the EN', 'd'), undefined);
    assert.equal(find([], 'END'), undefined);
    assert.equal(find([''], 'END'), undefined);
  });

  it('is none of a text that was no answer', () => {
    const finder = new StopFinder(['END']);
    finder.push('END E');
    finder.forget();
    finder.push('ND');
    assert.equal(finder.found, undefined);
  });

  it('is found if and only if the whole text holds one', () => {
    const unit = fc.constantFrom('a', 'b');
    const word = fc.string({ unit, minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 3 }), fc.array(fc.string({ unit, maxLength: 5 })), (stops, pieces) => {
        const whole = pieces.join('');
        const found = find(stops, ...pieces);
        assert.equal(
          found !== undefined,
          stops.some((stop) => whole.includes(stop)),
        );
        assert.ok(found === undefined || whole.includes(found));
      }),
    );
  });
});
