import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, makeBlock, makeDocument, openBlock, until } from './documentSupport';
import { testApi } from './testApi';

/** Completion at the mark `|` of a text in a new document. */
async function completeIn(language: string, marked: string): Promise<vscode.CompletionList> {
  const document = await makeDocument(language, marked.replace('|', ''));
  return complete(document, marked.indexOf('|'));
}

async function complete(document: vscode.TextDocument, offset: number, resolve = 0): Promise<vscode.CompletionList> {
  const position = document.positionAt(offset);
  return vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
    '#',
    resolve,
  );
}

function inserted({ insertText }: vscode.CompletionItem): string {
  return typeof insertText === 'string' ? insertText : '';
}

/** The items that are ours: only these insert references. */
function references(list: vscode.CompletionList): readonly vscode.CompletionItem[] {
  return list.items.filter((item) => inserted(item).startsWith('{{'));
}

function insertions(list: vscode.CompletionList): readonly string[] {
  return references(list).map(inserted);
}

describe('completion of references', () => {
  const tag = `tag${Date.now()}`;

  before(async () => {
    await makeBlock('First text of the tag.', { title: `${tag} A`, tags: [tag] });
    await makeBlock('Second text with ``` in it.', {
      title: `${tag} B`,
      tags: [tag, `${tag} other`],
      folderPath: 'In/Here',
    });
    await (await testApi()).payloads.create({ name: `Payload of ${tag}` });
  });

  afterEach(closeAll);

  it('offers every tag with the number of its blocks after {{#, and a preview of their texts', async () => {
    for (const language of ['llm-prompt', 'prompt']) {
      const document = await makeDocument(language, 'Look: {{#}}');
      const list = await complete(document, 9, 10_000);
      const item = references(list).find(({ insertText }) => insertText === `{{#${tag}}}`);
      assert.ok(item, `${language}: ${insertions(list).join(' ')}`);
      assert.equal(item.detail, '2 blocks');
      assert.ok(item.documentation instanceof vscode.MarkdownString);
      assert.match(
        item.documentation.value,
        /First text of the tag\.[\s\S]*````text\nSecond text with ``` in it\.\n````/,
      );
      assert.deepEqual(item.range, new vscode.Range(0, 6, 0, 11));
      assert.ok(insertions(list).every((text) => text.startsWith('{{#')));
    }
  });

  it('offers all forms of reference after {{, in block documents as well', async () => {
    const block = await makeBlock('{{}}');
    const { document } = await openBlock(block);
    const offered = insertions(await complete(document, 2));
    for (const wanted of [
      `{{#${tag}}}`,
      '{{previous}}',
      `{{response:Payload of ${tag}}}`,
      `{{block:In/Here/${tag} B}}`,
    ]) {
      assert.ok(offered.includes(wanted), `${wanted} in ${offered.join(' ')}`);
    }
  });

  it('offers only what was asked for after block: and response:', async () => {
    const cases = [
      ['{{block:In/H|', '{{block:', `{{block:In/Here/${tag} B}}`],
      ['{{block:|', '{{block:', undefined],
      ['{{response:|', '{{response:', `{{response:Payload of ${tag}}}`],
    ] as const;
    for (const [typed, start, wanted] of cases) {
      const offered = insertions(await completeIn('llm-prompt', typed));
      const others = offered.filter((text) => !text.startsWith(start));
      assert.deepEqual(others, [], typed);
      if (wanted !== undefined) {
        assert.ok(offered.includes(wanted), `${wanted} after ${typed} in ${offered.length}: ${offered.join(' ')}`);
      }
    }
  });

  it('offers nothing outside of a reference', async () => {
    for (const text of ['plain |', '{|', '\\{{#|', '{{#done}} |']) {
      assert.deepEqual(insertions(await completeIn('llm-prompt', text)), [], text);
    }
  });

  it('offers nothing in any other language', async () => {
    const languages = (await vscode.languages.getLanguages()).filter(
      (language) => language !== 'llm-prompt' && language !== 'prompt',
    );
    for (const language of ['plaintext', 'markdown', 'json', 'handlebars', 'instructions'].filter((one) =>
      languages.includes(one),
    )) {
      assert.deepEqual(insertions(await completeIn(language, '{{#|}}')), [], language);
    }
  });

  it('shows what a reference brings in, and leads to it', async () => {
    const block = await makeBlock(`See {{#${tag}}} and {{block:In/Here/${tag} B}}.`);
    const { document } = await openBlock(block);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(0, 8),
    );
    const shown = hovers.flatMap(({ contents }) => contents.map((one) => (one as vscode.MarkdownString).value)).join();
    assert.match(shown, /First text of the tag/);
    const targets = async (offset: number): Promise<number> =>
      (
        await vscode.commands.executeCommand<vscode.LocationLink[]>(
          'vscode.executeDefinitionProvider',
          document.uri,
          document.positionAt(offset),
        )
      ).length;
    assert.equal(await targets(8), 2);
    assert.equal(await targets(document.getText().indexOf('{{block') + 9), 1);
  });

  it('marks references that nothing answers to, until something does', async () => {
    const missing = `${tag} missing`;
    const block = await makeBlock(`{{#${tag}}} {{#${missing}}} {{Not a payload}} {"a": {{}}}`);
    const { document } = await openBlock(block);
    const messages = (): readonly string[] =>
      vscode.languages.getDiagnostics(document.uri).map(({ message }) => message);
    await until('one mark', () => messages().join().includes(missing) && messages().length === 1);
    await makeBlock('now there', { tags: [missing] });
    await until('no mark', () => messages().length === 0);
  });
});
