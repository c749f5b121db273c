import assert from 'node:assert/strict';
import { completionContext } from '../../../../src/extension/domain/references/completion';
import { completionRange } from '../../../../src/extension/features/language/completionRange';

/** The line after a completion was taken at the mark `|`. */
function completed(marked: string, reference: string): string {
  const offset = marked.indexOf('|');
  const line = marked.replace('|', '');
  const context = completionContext(line, offset);
  assert.ok(context);
  const { start, end } = completionRange(line, offset, context);
  return line.slice(0, start) + reference + line.slice(end);
}

describe('what a completion replaces', () => {
  it('is the reference that is being written', () => {
    assert.equal(completed('a {{| b', '{{#x}}'), 'a {{#x}} b');
    assert.equal(completed('a {{#ta| b', '{{#tag}}'), 'a {{#tag}} b');
  });

  it('takes in the closing braces, also those that VS Code added of itself', () => {
    assert.equal(completed('a {{|}} b', '{{#x}}'), 'a {{#x}} b');
    assert.equal(completed('a {{#|}} b', '{{#x}}'), 'a {{#x}} b');
    assert.equal(completed('a {{#ta|g}} b', '{{#other}}'), 'a {{#other}} b');
    assert.equal(completed('{"a":"{{|}}"}', '{{#x}}'), '{"a":"{{#x}}"}');
  });

  it('takes in the only closing brace that VS Code adds when braces are typed fast', () => {
    assert.equal(completed('a {{|}', '{{#x}}'), 'a {{#x}}');
    assert.equal(completed('{{pre|}', '{{previous}}'), '{{previous}}');
    assert.equal(completed('{{| } and more', '{{#x}}'), '{{#x}} } and more');
    assert.equal(completed('{ "a": {{|}', '{{#x}}'), '{ "a": {{#x}}}');
  });

  it('leaves a reference that follows as it is', () => {
    assert.equal(completed('{{#a| {{#b}}', '{{#x}}'), '{{#x}} {{#b}}');
  });

  it('knows what was typed before the name, blanks included', () => {
    const line = '{{ # ta';
    const context = completionContext(line, line.length);
    assert.ok(context);
    assert.equal(completionRange(line, line.length, context).before, '{{ # ');
  });
});
