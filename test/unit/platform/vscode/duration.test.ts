import assert from 'node:assert/strict';
import { formatDuration } from '../../../../src/extension/platform/vscode/duration';

describe('the length of a run for a person', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, '0 ms'],
    [849.6, '850 ms'],
    [1000, '1.0 s'],
    [2149, '2.1 s'],
    [9949, '9.9 s'],
    [9960, '10 s'],
    [59_600, '1 min'],
    [61_000, '1 min 1 s'],
    [3_599_600, '1 h'],
    [3_600_000, '1 h'],
    [7_440_000, '2 h 4 min'],
  ];
  for (const [milliseconds, shown] of cases) {
    it(`shows ${String(milliseconds)} ms as ${shown}`, () => {
      assert.equal(formatDuration(milliseconds), shown);
    });
  }
});
