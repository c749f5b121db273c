import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkFolderPath } from '../../../src/extension/domain/blocks/folderPath';
import { storedFolder } from '../../../src/extension/store/blockRow';
import { reordered } from '../../../src/extension/store/places';

describe('reordered', () => {
  const lists = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 15 });

  it('keeps every place exactly once, and the order of those that move and of those that stay', () => {
    fc.assert(
      fc.property(
        lists,
        lists,
        fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
        (order, moving, before) => {
          const result = reordered(order, moving, before);
          const moves = (id: number) => moving.includes(id);
          assert.deepEqual(result.filter(moves), order.filter(moves));
          assert.deepEqual(
            result.filter((id) => !moves(id)),
            order.filter((id) => !moves(id)),
          );
        },
      ),
    );
  });

  it('puts what moves directly before the place that was named', () => {
    fc.assert(
      fc.property(lists, lists, (order, moving) => {
        const staying = order.filter((id) => !moving.includes(id));
        for (const before of staying) {
          const result = reordered(order, moving, before);
          const index = result.indexOf(before);
          const moved = order.filter((id) => moving.includes(id));
          assert.deepEqual(result.slice(index - moved.length, index), moved);
        }
      }),
    );
  });

  it('changes nothing when places are moved before themselves', () => {
    assert.deepEqual(reordered([1, 2, 3, 4], [2, 3], 2), [1, 2, 3, 4]);
    assert.deepEqual(reordered([1, 2, 3], [3], 3), [1, 2, 3]);
  });
});

describe('storedFolder', () => {
  const paths = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '/', '.', '\t', 'é'), maxLength: 20 });

  it('is the one form of a path, whatever was stored', () => {
    fc.assert(
      fc.property(paths, (path) => {
        const stored = storedFolder(path);
        assert.equal(storedFolder(stored), stored);
        assert.doesNotMatch(stored, /^\/|\/$|\/\/|(^|\/)\s|\s(\/|$)/);
      }),
    );
  });

  it('is what the rules for typed paths make of it, where those accept it', () => {
    fc.assert(
      fc.property(paths, (path) => {
        let checked: string;
        try {
          checked = checkFolderPath(path);
        } catch {
          return;
        }
        assert.equal(storedFolder(path), checked);
      }),
    );
  });
});
