import assert from 'node:assert/strict';
import { createLibraryLookup, referencedNames } from '../../../../src/extension/domain/references/library';
import { block } from '../builders';

describe('the lookup of blocks', () => {
  const blocks = [
    block({ id: 5, folderPath: 'B', title: 'a', tags: ['x'] }),
    block({ id: 4, folderPath: 'A', title: 'b', tags: ['x', 'y'] }),
    block({ id: 3, folderPath: 'A', title: 'a', tags: ['x'] }),
    block({ id: 2, folderPath: '', title: 'z', tags: ['xx'] }),
    block({ id: 1, folderPath: 'A', title: 'B', tags: ['x'] }),
  ];

  it('gives the blocks with exactly a tag by folder and title, capitals first', () => {
    const library = createLibraryLookup(blocks);
    for (const time of ['first', 'second']) {
      assert.deepEqual(
        library.blocksByTag('x').map(({ id }) => id),
        [1, 3, 4, 5],
        time,
      );
    }
    assert.deepEqual(library.blocksByTag('X'), []);
  });

  it('gives the block at a path', () => {
    const library = createLibraryLookup(blocks);
    assert.equal(library.blockByPath('A/b')?.id, 4);
    assert.equal(library.blockByPath('z')?.id, 2);
    assert.equal(library.blockByPath('A'), undefined);
  });

  it('gives the oldest of several at one path', () => {
    const twins = [block({ id: 8, title: 'T' }), block({ id: 7, title: 'T' }), block({ id: 9, title: 'T' })];
    assert.equal(createLibraryLookup(twins).blockByPath('T')?.id, 7);
  });

  it('leaves the blocks it was made from in their order', () => {
    const given = [...blocks];
    createLibraryLookup(given).blocksByTag('x');
    assert.deepEqual(given, blocks);
  });
});

describe('the names in a text', () => {
  it('are listed once each, by what they name', () => {
    const text = '{{#a}}{{#b}}{{#a}}{{block:F/T}}{{response:P}}{{Q}}{{P}}{{$v}}{{previous}}\\{{#c}}';
    assert.deepEqual(referencedNames(text), {
      tags: ['a', 'b'],
      blockPaths: ['F/T'],
      payloads: ['P', 'Q'],
      variables: ['v'],
    });
  });
});
