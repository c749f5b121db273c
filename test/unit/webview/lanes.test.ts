import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assignLanes, MOST_LANES, type Line } from '../../../src/webview/workflow-builder/lanes';

const line: fc.Arbitrary<Line> = fc
  .tuple(fc.nat(20), fc.integer({ min: 1, max: 10 }))
  .map(([from, length]) => ({ from, to: from + length }));

function overlap(one: Line, other: Line): boolean {
  return one.from < other.to && other.from < one.to;
}

describe('the lanes of the lines between steps', () => {
  it('put lines that follow each other next to the rows', () => {
    const lines = [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 2, to: 5 },
    ];
    assert.deepEqual(assignLanes(lines), [0, 0, 0]);
  });

  it('put short lines nearer than the long ones around them', () => {
    const lines = [
      { from: 0, to: 3 },
      { from: 1, to: 2 },
      { from: 0, to: 2 },
    ];
    assert.deepEqual(assignLanes(lines), [2, 0, 1]);
  });

  it('never run two lines over each other while there is room, whatever lines there are', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const lanes = assignLanes(lines);
        assert.equal(lanes.length, lines.length);
        for (const [index, one] of lines.entries()) {
          const lane = lanes[index]!;
          assert.ok(lane >= 0 && lane < MOST_LANES);
          if (lane === MOST_LANES - 1) continue;
          for (const [at, other] of lines.entries()) {
            if (at !== index && lanes[at] === lane) assert.ok(!overlap(one, other), `${index} and ${at}`);
          }
        }
      }),
    );
  });
});
