import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markdownTable } from '../../../../../src/extension/features/runs/reports/markdownTable';

describe('a table in Markdown', () => {
  it('stands straight as plain text, numbers to the right', () => {
    const table = markdownTable(
      [{ heading: 'Step' }, { heading: 'Tokens', isNumber: true }],
      [
        ['Write', '7'],
        ['Über 日本', '1200'],
      ],
    );
    assert.equal(
      table,
      ['| Step    | Tokens |', '| ------- | -----: |', '| Write   |      7 |', '| Über 日本 |   1200 |'].join('\n'),
    );
  });

  it('leaves out columns that say nothing', () => {
    const columns = [{ heading: 'A' }, { heading: 'B' }, { heading: 'C' }];
    assert.equal(markdownTable(columns, [['1', '', '3']]), '| A   | C   |\n| --- | --- |\n| 1   | 3   |');
  });

  it('keeps every cell in its place, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1 }), (cells) => {
        const rows = cells.map(([one, other]) => [`a${one}`, `b${other}`]);
        const lines = markdownTable([{ heading: 'One' }, { heading: 'Other' }], rows).split('\n');
        assert.equal(lines.length, rows.length + 2);
        for (const line of lines) {
          const bars = line.replaceAll(/\\[\\|]/g, '').split('|').length - 1;
          assert.equal(bars, 3, line);
        }
      }),
    );
  });
});
