import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatStopStrings, parseStopStrings } from '../../../../src/extension/features/payloads/stopStrings';

describe('stop strings in one line', () => {
  it('separates by commas and leaves blanks around a string out', () => {
    assert.deepEqual(parseStopStrings(' User: ,Assistant:,, ### '), {
      ok: true,
      value: ['User:', 'Assistant:', '###'],
    });
  });

  it('reads escapes: line breaks, tabs, blanks that count, commas, backslashes', () => {
    assert.deepEqual(parseStopStrings('\\n\\n, a\\,b, \\sx\\s, \\\\n, \\t'), {
      ok: true,
      value: ['\n\n', 'a,b', ' x ', '\\n', '\t'],
    });
  });

  it('reads nothing as no stop strings', () => {
    assert.deepEqual(parseStopStrings('   '), { ok: true, value: [] });
  });

  it('keeps one of equal ones', () => {
    assert.deepEqual(parseStopStrings('a, a'), { ok: true, value: ['a'] });
  });

  it('refuses an unknown escape, a lone backslash at the end, and too many', () => {
    assert.equal(parseStopStrings('a, \\q').ok, false);
    assert.equal(parseStopStrings('a\\').ok, false);
    assert.equal(parseStopStrings(Array.from({ length: 17 }, (_, index) => `s${index}`).join()).ok, false);
  });

  it('reads back what it wrote, whatever the strings hold', () => {
    const stops = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8, unit: 'binary-ascii' }), { maxLength: 8 });
    fc.assert(
      fc.property(stops, (list) => {
        assert.deepEqual(parseStopStrings(formatStopStrings(list)), { ok: true, value: list });
      }),
    );
    const hard = fc.uniqueArray(
      fc.string({ minLength: 1, unit: fc.constantFrom(' ', ',', '\\', 'n', '\n', '\u00a0') }),
      {
        maxLength: 16,
      },
    );
    fc.assert(
      fc.property(hard, (list) => {
        assert.deepEqual(parseStopStrings(formatStopStrings(list)), { ok: true, value: list });
      }),
    );
  });
});
