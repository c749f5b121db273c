import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  blockReference,
  createRenamer,
  previousReference,
  type ReferenceChange,
  renameReferences,
  responseReference,
  tagReference,
  variableReference,
} from '../../../../src/extension/domain/references/format';
import { parseReferences } from '../../../../src/extension/domain/references/parse';
import { textWithBraces } from './textWithBraces';

describe('references that are written', () => {
  it('are read back as what they name', () => {
    const read = (text: string): unknown => parseReferences(text).map(({ form, name, end }) => [form, name, end]);
    for (const [text, form, name] of [
      [tagReference('my tag'), 'tag', 'my tag'],
      [blockReference('A/B', 'T'), 'block', 'A/B/T'],
      [blockReference('', 'T'), 'block', 'T'],
      [responseReference('Draft'), 'response', 'Draft'],
      [responseReference('previous'), 'response', 'previous'],
      [variableReference('v'), 'variable', 'v'],
      [previousReference, 'previous', 'previous'],
    ] as const) {
      assert.deepEqual(read(text), [[form, name, text.length]]);
    }
  });
});

describe('renaming', () => {
  const block: ReferenceChange = { form: 'block', from: 'A/T', to: 'B/U' };

  it('changes every reference to that name and nothing else', () => {
    assert.equal(
      renameReferences('{{block:A/T}} {{ block: A/T }} {{block:A/T2}} {{#A/T}} A/T {{A/T}}', block),
      '{{block:B/U}} {{ block: B/U }} {{block:A/T2}} {{#A/T}} A/T {{A/T}}',
    );
    assert.equal(
      renameReferences('{{#a}}{{#A}}{{#ab}}{{block:a}}', { form: 'tag', from: 'a', to: 'z' }),
      '{{#z}}{{#A}}{{#ab}}{{block:a}}',
    );
  });

  it('leaves escaped references alone, they are text', () => {
    assert.equal(renameReferences('\\{{block:A/T}} \\\\{{block:A/T}}', block), '\\{{block:A/T}} \\\\{{block:B/U}}');
  });

  it('of a payload changes both forms', () => {
    const change: ReferenceChange = { form: 'response', from: 'Draft', to: 'First draft' };
    assert.equal(
      renameReferences('{{response:Draft}} {{ Draft }} {{$Draft}}', change),
      '{{response:First draft}} {{ First draft }} {{$Draft}}',
    );
  });

  it('writes the long form where the short one would mean something else', () => {
    for (const to of ['previous', '#a', '$a', 'block:a', 'response:a']) {
      const text = renameReferences('{{ Draft }}', { form: 'response', from: 'Draft', to });
      assert.deepEqual(
        parseReferences(text).map(({ form, name }) => [form, name]),
        [['response', to]],
      );
    }
  });

  it('of a folder changes the references to all blocks below it', () => {
    assert.equal(
      renameReferences('{{block:A/T}} {{block:A/B/T}} {{block:AB/T}} {{block:A}}', {
        form: 'folder',
        from: 'A',
        to: 'X/Y',
      }),
      '{{block:X/Y/T}} {{block:X/Y/B/T}} {{block:AB/T}} {{block:A}}',
    );
    assert.equal(renameReferences('{{block:A/T}}', { form: 'folder', from: 'A', to: '' }), '{{block:T}}');
  });

  it('of several things happens at once', () => {
    const swap = createRenamer([
      { form: 'tag', from: 'a', to: 'b' },
      { form: 'tag', from: 'b', to: 'a' },
    ]);
    assert.equal(swap('{{#a}}{{#b}}'), '{{#b}}{{#a}}');
  });

  it('gives back the very same text where nothing changes', () => {
    fc.assert(
      fc.property(textWithBraces, (text) => {
        assert.equal(renameReferences(text, { form: 'tag', from: 'nowhere', to: 'x' }), text);
      }),
    );
  });

  it('changes the meaning of exactly those references, and back again the whole text', () => {
    const change = fc.constantFrom<ReferenceChange>(
      { form: 'tag', from: 'a', to: 'new' },
      { form: 'block', from: 'a', to: 'new/new' },
      { form: 'response', from: 'a', to: 'new' },
    );
    fc.assert(
      fc.property(textWithBraces, change, (text, { form, from, to }) => {
        const renamed = renameReferences(text, { form, from, to });
        const expected = parseReferences(text).map((reference) => {
          const isMeant = reference.form === form || (form === 'response' && reference.form === 'name');
          return [reference.form, isMeant && reference.name === from ? to : reference.name];
        });
        assert.deepEqual(
          parseReferences(renamed).map((reference) => [reference.form, reference.name]),
          expected,
        );
        assert.equal(renameReferences(renamed, { form, from: to, to: from }), text);
      }),
    );
  });
});
