import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyMove, moveByDrop, movesDown, movesUp } from '../../../../src/extension/platform/vscode/listMoves';

const order = [1, 2, 3, 4, 5];

function after(moves: ReturnType<typeof movesUp>, from: readonly number[] = order): readonly number[] {
  return moves.reduce(applyMove, from);
}

describe('moving places of a list', () => {
  it('moves one place up and down', () => {
    assert.deepEqual(after(movesUp(order, [3])), [1, 3, 2, 4, 5]);
    assert.deepEqual(after(movesDown(order, [3])), [1, 2, 4, 3, 5]);
  });

  it('moves neighbours together and keeps their order', () => {
    assert.deepEqual(after(movesUp(order, [4, 3])), [1, 3, 4, 2, 5]);
    assert.deepEqual(after(movesDown(order, [3, 2])), [1, 4, 2, 3, 5]);
  });

  it('moves separate groups each by one', () => {
    assert.deepEqual(after(movesUp(order, [2, 4])), [2, 1, 4, 3, 5]);
    assert.deepEqual(after(movesDown(order, [2, 4])), [1, 3, 2, 5, 4]);
  });

  it('leaves what stands at the end of the way, and ids that are not in the list', () => {
    assert.deepEqual(movesUp(order, [1, 2, 99]), []);
    assert.deepEqual(movesDown(order, [5, 4, 99]), []);
  });

  it('undoes a move up with a move down, as long as nothing stood at the top', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat({ max: 20 }), { minLength: 1 }),
        fc.array(fc.nat({ max: 20 })),
        (list, some) => {
          const chosen = some.filter((id) => id !== list[0]);
          const up = after(movesUp(list, chosen), list);
          assert.deepEqual(after(movesDown(up, chosen), up), list);
        },
      ),
    );
  });

  it('drops on a place: from above after it, from below before it', () => {
    assert.deepEqual(after([moveByDrop(order, [1], 3)!]), [2, 3, 1, 4, 5]);
    assert.deepEqual(after([moveByDrop(order, [5], 3)!]), [1, 2, 5, 3, 4]);
    assert.deepEqual(after([moveByDrop(order, [1], 5)!]), [2, 3, 4, 5, 1]);
  });

  it('drops on no place: at the end', () => {
    assert.deepEqual(after([moveByDrop(order, [2, 1], undefined)!]), [3, 4, 5, 1, 2]);
  });

  it('does nothing when a place is dropped where it is', () => {
    assert.equal(moveByDrop(order, [3], 3), undefined);
    assert.equal(moveByDrop(order, [4, 5], undefined), undefined);
    assert.equal(moveByDrop(order, [], 2), undefined);
  });

  it('never loses or doubles a place', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat({ max: 20 }), { minLength: 1 }),
        fc.array(fc.nat({ max: 25 })),
        fc.option(fc.nat({ max: 25 }), { nil: undefined }),
        (list, dragged, target) => {
          const move = moveByDrop(list, dragged, target);
          const moved = move === undefined ? list : applyMove(list, move);
          assert.deepEqual([...moved].sort(), [...list].sort());
          assert.ok(move?.before === undefined || !move.ids.includes(move.before));
        },
      ),
    );
  });
});
