import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StopStrings } from '../../../src/extension/practice/stopStrings';

describe('StopStrings', () => {
  it('holds back what may begin a stop string and lets it go when it does not', () => {
    const stops = new StopStrings(['END', '###']);
    assert.deepEqual(
      ['a E', 'N', 'X#', '#'].map((piece) => stops.push(piece)),
      ['a ', '', 'ENX', ''],
    );
    assert.equal(stops.rest(), '##');
    assert.equal(stops.found, undefined);
  });

  it('leaves out the stop string and all after it', () => {
    const stops = new StopStrings(['END']);
    assert.equal(stops.push('text EN') + stops.push('D more'), 'text ');
    assert.equal(stops.found, 'END');
    assert.equal(stops.rest(), '');
  });

  it('gives the text up to the first stop string, however it is cut into pieces', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c') });
    const stopList = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 2, maxLength: 4 }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(letters), stopList, (pieces, list) => {
        const stops = new StopStrings(list);
        let text = '';
        for (const piece of pieces) {
          text += stops.push(piece);
          if (stops.found !== undefined) break;
        }
        text += stops.rest();
        // The earliest end decides: that is the moment at which a stop string is complete.
        const all = pieces.join('');
        const ends = list.filter((stop) => all.includes(stop)).map((stop) => all.indexOf(stop));
        assert.equal(stops.found === undefined, ends.length === 0);
        if (stops.found === undefined) assert.equal(text, all);
        else {
          assert.ok(all.startsWith(text + stops.found));
          assert.ok(!list.some((stop) => text.includes(stop)));
        }
      }),
    );
  });
});
