import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  ancestorFolders,
  checkFolderPath,
  folderName,
  isInside,
  joinFolder,
  MAX_FOLDER_NAME,
  MAX_FOLDER_PATH,
  parentFolder,
  rebaseFolder,
} from '../../../../src/extension/domain/blocks/folderPath';
import { InvalidInputError } from '../../../../src/extension/domain/ports/invalidInputError';

const name = fc.constantFrom('a', 'b', 'ab', 'Phase 1', 'ü', 'a.b', '...');
const path = fc.array(name, { maxLength: 4 }).map((names) => names.join('/'));
const folder = path.filter((one) => one !== '');

describe('folder paths', () => {
  it('are brought into one form', () => {
    assert.equal(checkFolderPath('  Phase 1 / Instructions/ '), 'Phase 1/Instructions');
    assert.equal(checkFolderPath('//a///b//'), 'a/b');
    assert.equal(checkFolderPath(' / '), '');
  });

  it('refuse names that mean something else or break references', () => {
    for (const raw of ['a/./b', '..', 'a/ .. ', 'a{b', 'a}/b', 'a\nb', 'a\u0000', 'a\u2028b', 'half \ud800']) {
      assert.throws(() => checkFolderPath(raw), InvalidInputError, JSON.stringify(raw));
    }
  });

  it('are limited in each name and as a whole', () => {
    const longest = 'x'.repeat(MAX_FOLDER_NAME);
    assert.equal(checkFolderPath(longest), longest);
    assert.throws(() => checkFolderPath(`${longest}x`), /255/);
    const full = Array.from({ length: MAX_FOLDER_PATH / 2 }, () => 'y').join('/');
    assert.equal(checkFolderPath(`${full}z`).length, MAX_FOLDER_PATH);
    assert.throws(() => checkFolderPath(`${full}zz`), /1024/);
  });

  it('know their parent and their last name', () => {
    assert.deepEqual([parentFolder('a/b/c'), folderName('a/b/c')], ['a/b', 'c']);
    assert.deepEqual([parentFolder('a'), folderName('a')], ['', 'a']);
    assert.deepEqual([parentFolder(''), folderName('')], ['', '']);
  });

  it('contain what lies below them and not what merely begins alike', () => {
    assert.equal(isInside('a/b', 'a'), true);
    assert.equal(isInside('a', 'a'), true);
    assert.equal(isInside('ab', 'a'), false);
    assert.equal(isInside('a', 'a/b'), false);
    assert.equal(isInside('anything', ''), true);
  });

  it('list their ancestors from the outside in', () => {
    assert.deepEqual(ancestorFolders('a/b/c'), ['a', 'a/b', 'a/b/c']);
    assert.deepEqual(ancestorFolders(''), []);
  });

  it('normalise to the same form however often', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '/', 'é', '\u00a0') }), (raw) => {
        const once = checkFolderPath(raw);
        assert.equal(checkFolderPath(once), once);
      }),
    );
  });

  it('are their parent and last name joined', () => {
    fc.assert(fc.property(path, (one) => joinFolder(parentFolder(one), folderName(one)) === one));
  });

  it('lie inside exactly their ancestors and the root', () => {
    fc.assert(
      fc.property(folder, folder, (one, other) => isInside(one, other) === ancestorFolders(one).includes(other)),
    );
  });

  it('move back to where they were', () => {
    fc.assert(
      fc.property(path, path, folder, (below, from, to) => {
        const inside = joinFolder(from, below);
        const moved = rebaseFolder(inside, from, to);
        assert.ok(isInside(moved, to));
        assert.equal(rebaseFolder(moved, to, from), inside);
      }),
    );
  });

  it('stay where they are when another folder moves', () => {
    fc.assert(
      fc.property(path, folder, folder, (one, from, to) => {
        fc.pre(!isInside(one, from));
        assert.equal(rebaseFolder(one, from, to), one);
      }),
    );
  });
});
