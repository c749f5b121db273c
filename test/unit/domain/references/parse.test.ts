import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MAX_CONTENT, parseEscapes, parseReferences, scan } from '../../../../src/extension/domain/references/parse';
import { countCharactersRead } from './countCharactersRead';
import { textWithBraces } from './textWithBraces';

/** Form and name of each reference in a text. */
function references(text: string): string[] {
  return parseReferences(text).map(({ form, name }) => `${form} ${name}`);
}

/** What the author means by a text: escapes and references replaced, references by ⟨form name⟩. */
function meaning(text: string): string {
  let result = '';
  let copied = 0;
  for (const token of scan(text)) {
    result += text.slice(copied, token.start);
    result += token.kind === 'escape' ? token.text : `⟨${token.form} ${token.name}⟩`;
    copied = token.end;
  }
  return result + text.slice(copied);
}

describe('references', () => {
  it('have six forms', () => {
    assert.deepEqual(references('{{#tag}}'), ['tag tag']);
    assert.deepEqual(references('{{block:Folder/Title}}'), ['block Folder/Title']);
    assert.deepEqual(references('{{response:Payload name}}'), ['response Payload name']);
    assert.deepEqual(references('{{Payload name}}'), ['name Payload name']);
    assert.deepEqual(references('{{previous}}'), ['previous previous']);
    assert.deepEqual(references('{{$name}}'), ['variable name']);
  });

  it('say where they and their names stand', () => {
    const text = 'a 😀 {{ block: F/T }}b';
    const [reference] = parseReferences(text);
    assert.ok(reference);
    assert.equal(text.slice(reference.start, reference.end), '{{ block: F/T }}');
    assert.equal(text.slice(reference.nameStart, reference.nameEnd), 'F/T');
  });

  it('may have blanks around content and name, and nowhere else', () => {
    assert.deepEqual(references('{{  #  my tag\t}}{{ $ v }}{{ previous }}'), [
      'tag my tag',
      'variable v',
      'previous previous',
    ]);
    assert.deepEqual(references('{{block :a}}{{# a  b }}'), ['name block :a', 'tag a  b']);
  });

  it('tell capitals from small letters', () => {
    assert.deepEqual(references('{{Block:a}}{{PREVIOUS}}{{#A}}'), ['name Block:a', 'name PREVIOUS', 'tag A']);
  });

  it('are references with an empty name where only a mark stands', () => {
    assert.deepEqual(references('{{#}}{{ block: }}{{$}}'), ['tag ', 'block ', 'variable ']);
  });

  it('are text where nothing stands between the braces, or a line break, or they are never closed', () => {
    for (const text of ['{{}}', '{{  }}', '{{#a\n}}', '{{#a\r}}', '{{#a', '{{#a}', '{#a}}', '{ {#a}}', '}}{{']) {
      assert.deepEqual(references(text), [], text);
    }
  });

  it('are not seen in JSON', () => {
    assert.deepEqual(references('{"a":{"b":{"c":1}}, "d":[{}]}'), []);
    assert.deepEqual(references(JSON.stringify({ a: { b: {} } }, null, 2)), []);
  });

  it('of other template languages are at most candidates for a name', () => {
    assert.deepEqual(references('{{[INPUT]}} {{ x | y }} {% if a %}'), ['name [INPUT]', 'name x | y']);
  });

  it('use the inner ones of more than two braces', () => {
    assert.equal(meaning('{"a":{{#b}}}'), '{"a":⟨tag b⟩}');
    assert.equal(meaning('{{{#b}}}'), '{⟨tag b⟩}');
    assert.equal(meaning('{{{{#b}}}}'), '{{⟨tag b⟩}}');
  });

  it('do not nest', () => {
    assert.equal(meaning('{{a {{#b}} c}}'), '{{a ⟨tag b⟩ c}}');
  });

  it('are text when longer than any name', () => {
    const name = 'x'.repeat(MAX_CONTENT - 1);
    assert.deepEqual(references(`{{#${name}}}`), [`tag ${name}`]);
    assert.deepEqual(references(`{{#${name}x}} {{#a}}`), ['tag a']);
  });

  it('lose their meaning behind a backslash', () => {
    assert.equal(meaning('\\{{#a}} {{#b}}'), '{{#a}} ⟨tag b⟩');
    assert.equal(meaning('\\{{'), '{{');
    assert.equal(meaning('\\{{{#a}}'), '{{{#a}}');
    assert.equal(meaning('\\{{{{#a}}'), '{{⟨tag a⟩');
    assert.equal(meaning('{{a\\{{#b}}'), '{{a{{#b}}');
  });

  it('keep their meaning behind a pair of backslashes, which is one', () => {
    assert.equal(meaning('C:\\\\{{$dir}}'), 'C:\\⟨variable dir⟩');
    assert.equal(meaning('\\\\\\{{#a}}'), '\\{{#a}}');
    assert.equal(meaning('\\\\\\\\{{#a}}'), '\\\\⟨tag a⟩');
  });

  it('leave backslashes anywhere else alone', () => {
    assert.equal(meaning('\\\\ \\{ \\n {{a\\}}\\'), '\\\\ \\{ \\n ⟨name a\\⟩\\');
  });

  it('and escapes stand in order, apart, and hold exactly what they are read from', () => {
    fc.assert(
      fc.property(fc.oneof(textWithBraces, fc.string({ unit: 'binary' })), (text) => {
        let end = 0;
        for (const token of scan(text)) {
          assert.ok(token.start >= end && token.end > token.start && token.end <= text.length);
          end = token.end;
          const source = text.slice(token.start, token.end);
          if (token.kind === 'escape') {
            assert.match(source, /^\\+(\{\{)?$/);
          } else {
            assert.match(source, /^\{\{[^{}\r\n]+\}\}$/);
            assert.equal(text.slice(token.nameStart, token.nameEnd), token.name);
            assert.equal(token.name, token.name.trim());
          }
        }
      }),
    );
  });

  it('mean what an author intends who escapes every pair of braces', () => {
    fc.assert(
      fc.property(textWithBraces, (text) => {
        // Double the backslashes before a run of braces, then protect each pair of the run.
        const escaped = text.replace(/(\\*)(\{{2,})/g, (_, backslashes: string, braces: string) => {
          const pairs = '\\{{'.repeat(Math.floor(braces.length / 2));
          return backslashes + backslashes + pairs + (braces.length % 2 === 1 ? '{' : '');
        });
        assert.equal(meaning(escaped), text);
        assert.deepEqual(parseReferences(escaped), []);
      }),
    );
  });

  it('and the text between them make the text again', () => {
    fc.assert(
      fc.property(textWithBraces, (text) => {
        let rejoined = '';
        let copied = 0;
        for (const { start, end } of [...parseReferences(text), ...parseEscapes(text)].sort(
          (a, b) => a.start - b.start,
        )) {
          rejoined += text.slice(copied, start) + text.slice(start, end);
          copied = end;
        }
        assert.equal(rejoined + text.slice(copied), text);
      }),
    );
  });

  it('are found by reading each character a few times, whatever the braces', () => {
    const size = 20_000;
    const hard = ['{', '{{', '{{a', '{{#a}}', '\\', '\\{{', '{{a\\', '}', '{{ ', '{{a}', '{ {', '{{\n', 'x{{y\\\\'];
    for (const piece of hard) {
      const text = piece.repeat(size);
      const read = countCharactersRead(() => scan(text));
      assert.ok(read >= text.length / 2, 'the measure does not measure');
      assert.ok(read <= 4 * text.length, `${JSON.stringify(piece)}: ${read} for ${text.length} characters`);
    }
    const unclosed = `{{${'a'.repeat(size)}`.repeat(20);
    assert.ok(countCharactersRead(() => scan(unclosed)) <= 4 * unclosed.length);
  });
});
