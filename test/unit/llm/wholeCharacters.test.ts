import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WholeCharacters } from '../../../src/extension/llm/wholeCharacters';

function pass(pieces: readonly string[]): readonly string[] {
  const taken: string[] = [];
  const whole = new WholeCharacters((piece) => taken.push(piece));
  for (const piece of pieces) whole.push(piece);
  whole.end();
  return taken;
}

describe('WholeCharacters', () => {
  it('joins the halves of a pair that come in two pieces', () => {
    assert.deepEqual(pass(['a\ud83d', '\ude00b']), ['a', '\u{1f600}b']);
  });

  it('gives a half that stays alone at the end', () => {
    assert.deepEqual(pass(['a\ud83d']), ['a', '\ud83d']);
  });

  it('loses nothing, gives nothing empty and cuts no pair, whatever the pieces', () => {
    const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
    const half = fc.constantFrom('\ud83d', '\ude00', 'x', '');
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.array(unit, { maxLength: 4 }).map((units) => units.join('')),
            half,
          ),
        ),
        (pieces) => {
          const taken = pass(pieces);
          assert.equal(taken.join(''), pieces.join(''));
          assert.ok(!taken.includes(''));
          taken.slice(0, -1).forEach((piece, at) => {
            const next = taken[at + 1]!.charCodeAt(0);
            assert.ok(!(/[\ud800-\udbff]$/.test(piece) && next >= 0xdc00 && next <= 0xdfff));
          });
        },
      ),
    );
  });
});
