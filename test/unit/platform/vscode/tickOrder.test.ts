import assert from 'node:assert/strict';
import { inOrderOfTicking } from '../../../../src/extension/platform/vscode/tickOrder';

describe('the order of ticking', () => {
  it('is kept although the list names what is ticked in its own order', () => {
    const first = inOrderOfTicking([], ['c']);
    const second = inOrderOfTicking(first, ['a', 'c']);
    const third = inOrderOfTicking(second, ['a', 'b', 'c']);
    assert.deepEqual(third, ['c', 'a', 'b']);
  });

  it('loses what is not ticked any more, which stands last when it is ticked again', () => {
    const without = inOrderOfTicking(['c', 'a', 'b'], ['a', 'b']);
    assert.deepEqual(without, ['a', 'b']);
    assert.deepEqual(inOrderOfTicking(without, ['a', 'b', 'c']), ['a', 'b', 'c']);
  });
});
