import assert from 'node:assert/strict';
import fc from 'fast-check';
import { completionContext, referenceAt } from '../../../../src/extension/domain/references/completion';
import { parseReferences } from '../../../../src/extension/domain/references/parse';
import { countCharactersRead } from './countCharactersRead';
import { textWithBraces } from './textWithBraces';

/** Kind and prefix at the bar, and what a completion replaces; undefined where there is none. */
function at(marked: string): readonly [string, string, string] | undefined {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const found = completionContext(text, offset);
  if (found === undefined) {
    return undefined;
  }
  assert.equal(text.slice(found.nameStart, offset), found.prefix);
  return [found.kind, found.prefix, text.slice(found.start, found.end)];
}

describe('completion', () => {
  it('knows what is asked for', () => {
    assert.deepEqual(at('Use {{|'), ['any', '', '{{']);
    assert.deepEqual(at('Use {{#|'), ['tag', '', '{{#']);
    assert.deepEqual(at('Use {{#sty|'), ['tag', 'sty', '{{#sty']);
    assert.deepEqual(at('{{block:Phase 1/In|'), ['block', 'Phase 1/In', '{{block:Phase 1/In']);
    assert.deepEqual(at('{{response:|'), ['response', '', '{{response:']);
    assert.deepEqual(at('{{$a|'), ['variable', 'a', '{{$a']);
    assert.deepEqual(at('{{ blo|'), ['any', 'blo', '{{ blo']);
    assert.deepEqual(at('{{ previous|'), ['any', 'previous', '{{ previous']);
    assert.deepEqual(at('{{ # my t|'), ['tag', 'my t', '{{ # my t']);
  });

  it('replaces the whole reference where its end is there', () => {
    assert.deepEqual(at('{{|}}'), ['any', '', '{{}}']);
    assert.deepEqual(at('{{#st|yle}} and'), ['tag', 'st', '{{#style}}']);
    assert.deepEqual(at('{"a":{{#|}}}'), ['tag', '', '{{#}}']);
    assert.deepEqual(at('{{#a| {{#b}}'), ['tag', 'a', '{{#a']);
    assert.deepEqual(at('{{#a|\n}}'), ['tag', 'a', '{{#a']);
    assert.deepEqual(at('{{#a|} x'), ['tag', 'a', '{{#a']);
  });

  it('does not take the end of JSON around it for its own', () => {
    assert.deepEqual(at('{"a":{"b":{{#x|, "c":1}}'), ['tag', 'x', '{{#x']);
  });

  it('is silent outside of references', () => {
    for (const text of ['|', 'a {|', '{|{#a}}', '{{#a}}|', '{{#a}|}', '{{a}b|', '{{#a\n|', '\\{{#|', 'a\r{|#']) {
      assert.equal(at(text), undefined, text);
    }
  });

  it('sees through pairs of backslashes and longer runs of braces', () => {
    assert.deepEqual(at('\\\\{{#a|'), ['tag', 'a', '{{#a']);
    assert.deepEqual(at('{{{#a|'), ['tag', 'a', '{{#a']);
    assert.equal(at('\\{{{#a|'), undefined);
    assert.deepEqual(at('\\{{{{#a|'), ['tag', 'a', '{{#a']);
  });

  it('agrees with the parser about every reference', () => {
    fc.assert(
      fc.property(textWithBraces, (text) => {
        for (const { start, end, form, nameStart, nameEnd } of parseReferences(text)) {
          const found = completionContext(text, nameEnd);
          assert.ok(found);
          assert.equal(found.start, start);
          assert.equal(found.nameStart, nameStart);
          assert.equal(found.end, end);
          assert.equal(found.kind, form === 'name' || form === 'previous' ? 'any' : form);
        }
      }),
    );
  });

  it('reads no more of a long text than a reference can be long', () => {
    for (const piece of ['x', 'x\n', '{{#a}} ', '}', '"a": ']) {
      const text = `${piece.repeat(300_000)}{{#ta`;
      const read = countCharactersRead(() => completionContext(text + piece.repeat(300_000), text.length));
      assert.ok(read < 10_000, `${JSON.stringify(piece)}: ${read}`);
    }
  });
});

describe('the reference at an offset', () => {
  it('is the one that the parser finds there', () => {
    fc.assert(
      fc.property(textWithBraces, (text) => {
        const references = parseReferences(text);
        for (let offset = 0; offset <= text.length; offset++) {
          const touching = references.filter(({ start, end }) => start <= offset && offset <= end);
          const found = referenceAt(text, offset);
          if (touching.length === 0) {
            assert.equal(found, undefined, `${JSON.stringify(text)} at ${offset}`);
          } else {
            assert.ok(
              touching.some(({ start }) => start === found?.start),
              `${JSON.stringify(text)} at ${offset}`,
            );
          }
        }
      }),
    );
  });
});
