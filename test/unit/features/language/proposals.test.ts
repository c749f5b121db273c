import assert from 'node:assert/strict';
import { bestMatches, matches } from '../../../../src/extension/features/language/matches';
import { proposalsFor, type ProposalSource } from '../../../../src/extension/features/language/proposals';

function source(tags = 2, blocks = 2): ProposalSource {
  return {
    tags: () => Array.from({ length: tags }, (_, at) => ({ kind: 'tag', tag: `tag ${at}`, count: at })),
    blocks: () => Array.from({ length: blocks }, (_, at) => ({ kind: 'block', id: at + 1, path: `In/Block ${at}` })),
    payloads: () => Promise.resolve([{ kind: 'response', id: 1, name: 'and/or' }]),
  };
}

async function insertions(kind: 'tag' | 'block' | 'response' | 'variable' | 'any', prefix: string, from = source()) {
  return (await proposalsFor({ kind, prefix }, from)).items.map(({ insertText }) => insertText);
}

describe('what completion proposes', () => {
  it('is every tag where a tag is written', async () => {
    assert.deepEqual(await insertions('tag', ''), ['{{#tag 0}}', '{{#tag 1}}']);
  });

  it('is blocks by their paths, and responses by the names of payloads', async () => {
    assert.deepEqual(await insertions('block', ''), ['{{block:In/Block 0}}', '{{block:In/Block 1}}']);
    assert.deepEqual(await insertions('response', ''), ['{{response:and/or}}']);
  });

  it('is every form of reference where none was chosen yet', async () => {
    assert.deepEqual(await insertions('any', ''), [
      ...['{{#tag 0}}', '{{#tag 1}}', '{{previous}}', '{{response:and/or}}'],
      ...['{{block:In/Block 0}}', '{{block:In/Block 1}}'],
    ]);
    assert.deepEqual(await insertions('any', 'prev'), ['{{previous}}']);
    assert.deepEqual(await insertions('any', 'blo'), ['{{block:In/Block 0}}', '{{block:In/Block 1}}']);
  });

  it('is bounded in a large library, says so, and finds the rest by what is typed', async () => {
    const large = source(3000, 10_000);
    for (const kind of ['tag', 'block', 'any'] as const) {
      const { items, isComplete } = await proposalsFor({ kind, prefix: '' }, large);
      assert.ok(items.length <= 500);
      assert.equal(isComplete, false);
    }
    assert.deepEqual(await insertions('tag', 'tag 2999', large), ['{{#tag 2999}}']);
    assert.deepEqual(await insertions('any', '#tag 2999', large), ['{{#tag 2999}}']);
    assert.ok((await insertions('block', 'IN/BLOCK 9999', large)).includes('{{block:In/Block 9999}}'));
  });

  it('is complete in a small library, so that VS Code need not ask again', async () => {
    assert.equal((await proposalsFor({ kind: 'any', prefix: 'x' }, source())).isComplete, true);
  });
});

describe('matching what was typed with names', () => {
  it('asks for its characters in order, without regard to capitals and blanks', () => {
    assert.ok(matches('sg', 'Style Guide'));
    assert.ok(matches('style g', 'StyleGuide'));
    assert.ok(!matches('gs', 'Style guide'.slice(0, 7)));
  });

  it('puts names that begin with it first, then those that contain it, then the others', () => {
    const names = ['x a b', 'xab', 'abx', 'other', 'ab'];
    assert.deepEqual(
      bestMatches(names, (name) => name, 'AB', 10),
      ['abx', 'ab', 'xab', 'x a b'],
    );
    assert.deepEqual(
      bestMatches(names, (name) => name, 'ab', 2),
      ['abx', 'ab'],
    );
  });
});
