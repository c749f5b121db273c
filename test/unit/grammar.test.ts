import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { scan } from '../../src/extension/domain/references/parse';

interface Rule {
  readonly match: string;
  readonly captures: Readonly<Record<string, { readonly name: string }>>;
}

interface Grammar {
  readonly scopeName: string;
  readonly injectionSelector: string;
  readonly patterns: readonly { readonly include: string }[];
  readonly repository: Readonly<Record<string, Rule>>;
}

const root = join(__dirname, '../..');

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

const grammar = readJson('media/references.tmLanguage.json') as Grammar;
const rules = grammar.patterns.map(({ include }) => {
  const name = include.slice(1);
  const rule = grammar.repository[name];
  assert.ok(rule, name);
  return { name, pattern: new RegExp(rule.match, 'g') };
});

/** What the grammar finds, as a highlighter reads: of the rules the one that matches first, of several the first rule. */
function highlighted(line: string): readonly { readonly rule: string; readonly start: number; readonly end: number }[] {
  const found = [];
  for (let from = 0; ;) {
    const next = rules
      .flatMap(({ name, pattern }) => {
        pattern.lastIndex = from;
        const match = pattern.exec(line);
        return match ? [{ rule: name, start: match.index, end: match.index + match[0].length }] : [];
      })
      .sort((one, other) => one.start - other.start)[0];
    if (!next) {
      return found;
    }
    found.push(next);
    from = next.end;
  }
}

/** What the parser finds, in the words of the grammar. */
function parsed(line: string) {
  return scan(line).flatMap((token) => {
    if (token.kind === 'escape') {
      return token.text.endsWith('{{') ? [{ rule: 'escape', start: token.start, end: token.end }] : [];
    }
    const rule = token.form === 'name' ? 'short' : token.form === 'previous' ? 'previous' : 'marked';
    return [{ rule, start: token.start, end: token.end }];
  });
}

describe('the grammar of references', () => {
  it('highlights exactly what the parser takes for references and escapes', () => {
    const pieces = [
      '{',
      '{{',
      '}',
      '}}',
      '\\',
      '#',
      'block:',
      'response:',
      '$',
      'previous',
      'Name',
      ' ',
      '"',
      ':',
      'a b',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 25 }), (parts) => {
        const line = parts.join('');
        assert.deepEqual(highlighted(line), parsed(line), line);
      }),
      { numRuns: 3000 },
    );
  });

  it('stays fast on a long line of braces', () => {
    for (const line of ['{'.repeat(20_000), '\\'.repeat(20_000), `{{#${' '.repeat(20_000)}`, '{{ '.repeat(7000)]) {
      const started = performance.now();
      highlighted(line);
      assert.ok(performance.now() - started < 5000, line.slice(0, 5));
    }
  });

  it('is injected into the prompt files of VS Code, and part of the language of prompts', () => {
    const manifest = readJson('package.json') as {
      contributes: { grammars: readonly { scopeName: string; path: string; injectTo?: readonly string[] }[] };
    };
    const injected = manifest.contributes.grammars.find(({ scopeName }) => scopeName === grammar.scopeName);
    assert.deepEqual(injected?.injectTo, ['text.html.markdown.prompt']);
    assert.equal(grammar.injectionSelector, 'L:text.html.markdown.prompt');
    const prompt = readJson('media/prompt.tmLanguage.json') as { scopeName: string };
    assert.match(JSON.stringify(prompt), /"include":"text\.html\.markdown"/);
    assert.ok(JSON.stringify(prompt).includes(`"include":"${grammar.scopeName}"`));
    assert.ok(manifest.contributes.grammars.some(({ scopeName }) => scopeName === prompt.scopeName));
  });
});
