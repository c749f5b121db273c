import { deepStrictEqual, throws } from 'node:assert';
import { chosenItems, LostRowError } from '../../../../src/extension/platform/vscode/chosenItems';

const [poem, verse, essay] = [{ id: 1 }, { id: 2 }, { id: 3 }];

describe('what a command of a tree acts on', () => {
  it('is the row that it was called on, whatever is selected', () => {
    deepStrictEqual(chosenItems(poem, undefined, [verse]), [poem]);
    deepStrictEqual(chosenItems(poem, [], [verse]), [poem]);
  });

  it('is all selected rows when it was called on one of them', () => {
    deepStrictEqual(chosenItems(poem, [poem, verse], [poem, verse]), [poem, verse]);
  });

  it('is the selection when it was called without a row', () => {
    deepStrictEqual(chosenItems(undefined, undefined, [verse]), [verse]);
  });

  it('is the selection when some of its rows are lost, and all of it is known', () => {
    deepStrictEqual(chosenItems<object>(undefined, [undefined, undefined], [poem, verse]), [poem, verse]);
    deepStrictEqual(chosenItems<object>(poem, [poem, undefined], [poem, verse]), [poem, verse]);
  });

  it('is nothing, and says what to do, when not all rows that were meant are known', () => {
    throws(() => chosenItems<object>(poem, [poem, undefined, essay], [poem, verse]), LostRowError);
  });
});
