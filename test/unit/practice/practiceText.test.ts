import assert from 'node:assert/strict';
import fc from 'fast-check';
import { practiceText } from '../../../src/extension/practice/practiceText';

const source = practiceText(8192);

function write(prompt: string, temperature: number, seed: number): string {
  const pieces = source.continue(source.encode(prompt), { temperature, seed });
  let text = '';
  for (let next = pieces.next(); !next.done; next = pieces.next()) text += next.value;
  return text;
}

const PROMPT = 'Describe how lanterns guide travellers through the harbour at night.';

describe('the text of the practice server', () => {
  it('says that it is not a language model', () => {
    assert.match(source.modelName, /not-a-language-model/);
  });

  it('takes text apart without losing anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        assert.equal(
          source
            .encode(text)
            .map((token) => token.text)
            .join(''),
          text,
        );
      }),
    );
    assert.equal(source.encode('Once upon a time,\n\nthere was').length, 8);
  });

  it('is the same for the same prompt, temperature and seed, and differs with each of them', () => {
    assert.equal(write(PROMPT, 0.7, 1), write(PROMPT, 0.7, 1));
    assert.notEqual(write(PROMPT, 0.7, 1), write(PROMPT, 0.7, 2));
    assert.notEqual(write(PROMPT, 0.7, 1), write(PROMPT, 1.5, 1));
    assert.notEqual(write(PROMPT, 0.7, 1), write(`${PROMPT} Be brief.`, 0.7, 1));
  });

  it('does not depend on the seed at temperature 0', () => {
    assert.equal(write(PROMPT, 0, 1), write(PROMPT, 0, 2));
  });

  it('takes up the words of the prompt, so that a later step shows what an earlier one said', () => {
    for (const [temperature, seed] of [
      [0, 1],
      [0.8, 1],
      [0.8, 2],
    ] as const) {
      const first = write(PROMPT, temperature, seed);
      const used = ['lanterns', 'guide', 'travellers', 'harbour', 'night'].filter((word) =>
        first.includes(`"${word}"`),
      );
      assert.ok(used.length >= 3, `${String(used.length)} words in ${first}`);
      const second = write(`Continue this:\n\n${first}`, temperature, seed);
      assert.ok(/lanterns|travellers|harbour/.test(second), second);
      assert.notEqual(second, first);
    }
  });

  it('writes several sentences for any prompt, even an empty one, and comes to an end', () => {
    assert.match(write('', 0, 1), /an empty prompt.*\n\n/);
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        fc.nat(),
        (prompt, temperature, seed) => {
          const text = write(prompt, temperature, seed);
          assert.ok(text.split(/\.\s/).length >= 5 && text.length < 4000);
        },
      ),
      { numRuns: 60 },
    );
  });
});
