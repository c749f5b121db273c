import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { blockUri } from '../../src/extension/platform/vscode/documentUris';
import { closeAll, makeBlock, openBlock, stored, tabs, type, until } from './documentSupport';
import { testApi } from './testApi';

const texts = [
  '',
  'plain',
  'zwei\r\nZeilen\r\n',
  'no newline at the end\nhere',
  '  blanks  \n\n',
  'Ä 日本 😀 \u00a0 \ufeff',
];

describe('a block as a document', () => {
  afterEach(closeAll);

  it('has the text of the block and nothing else, in the language of prompts, under its title', async () => {
    const block = await makeBlock('Be brief.\n', { title: 'Style guide.py', folderPath: 'Phase 1/Tone' });
    const { document } = await openBlock(block);
    assert.equal(document.getText(), 'Be brief.\n');
    assert.equal(document.languageId, 'llm-prompt');
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'Style guide.py');
  });

  it('is stored by saving, and its time rises strictly', async () => {
    const block = await makeBlock('one');
    const editor = await openBlock(block);
    const times = [];
    for (const text of ['two', 'six', 'three']) {
      await type(editor, text);
      assert.equal(await stored(block.id), times.length === 0 ? 'one' : times.length === 1 ? 'two' : 'six');
      assert.ok(await editor.document.save());
      assert.equal(await stored(block.id), text);
      times.push((await vscode.workspace.fs.stat(editor.document.uri)).mtime);
    }
    assert.deepEqual(
      times,
      [...new Set(times)].sort((a, b) => a - b),
    );
  });

  it('gives back byte for byte what was written', async () => {
    const block = await makeBlock('');
    const uri = blockUri(block.id, block.title);
    for (const text of texts) {
      await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
      assert.equal(await stored(block.id), text);
      assert.deepEqual(Buffer.from(await vscode.workspace.fs.readFile(uri)), Buffer.from(text));
    }
  });

  it('keeps its time when the same text is saved again', async () => {
    const block = await makeBlock('same');
    const uri = blockUri(block.id, block.title);
    const before = await vscode.workspace.fs.stat(uri);
    await vscode.workspace.fs.writeFile(uri, Buffer.from('same'));
    assert.deepEqual(await vscode.workspace.fs.stat(uri), before);
  });

  it('keeps its time when title, tags or folder change', async () => {
    const { blocks } = await testApi();
    const block = await makeBlock('text');
    const before = await vscode.workspace.fs.stat(blockUri(block.id, block.title));
    await blocks.update(block.id, { title: `${block.title} renamed`, tags: ['a'], folderPath: 'Elsewhere' });
    assert.deepEqual(await vscode.workspace.fs.stat(blockUri(block.id, `${block.title} renamed`)), before);
  });

  it('shows a change from elsewhere when it has no unsaved text', async () => {
    const { blocks } = await testApi();
    const block = await makeBlock('before');
    const { document } = await openBlock(block);
    await blocks.update(block.id, { content: 'after it' });
    await until('the new text', () => document.getText() === 'after it');
    assert.equal(document.isDirty, false);
  });

  it('keeps unsaved text when the block changes elsewhere, even to a text of the same length, and does not overwrite that', async () => {
    const { blocks } = await testApi();
    for (const other of ['other', 'longer than before']) {
      const block = await makeBlock('12345');
      const editor = await openBlock(block);
      await type(editor, 'mine!');
      await blocks.update(block.id, { content: other });
      assert.equal(await editor.document.save(), false);
      assert.equal(editor.document.getText(), 'mine!');
      assert.equal(await stored(block.id), other);
      await closeAll();
    }
  });

  it('takes the stored text again on revert', async () => {
    const block = await makeBlock('stored');
    const editor = await openBlock(block);
    await type(editor, 'unsaved');
    await vscode.commands.executeCommand('workbench.action.files.revert');
    assert.equal(editor.document.getText(), 'stored');
    assert.equal(editor.document.isDirty, false);
  });

  it('opens by its id alone, whatever title is in the address', async () => {
    const block = await makeBlock('found');
    const document = await vscode.workspace.openTextDocument(blockUri(block.id, 'A title of long ago'));
    assert.equal(document.getText(), 'found');
  });

  it('keeps unsaved text when the block is deleted, and says what to do on saving', async () => {
    const { blocks } = await testApi();
    const block = await makeBlock('gone');
    const editor = await openBlock(block);
    await type(editor, 'still wanted');
    await blocks.delete([{ blockId: block.id }]);
    assert.equal(await editor.document.save(), false);
    assert.equal(editor.document.getText(), 'still wanted');
    await assert.rejects(
      async () => vscode.workspace.fs.writeFile(editor.document.uri, Buffer.from('x')),
      (error: unknown) => error instanceof vscode.FileSystemError && error.message.includes('has been deleted'),
    );
  });

  it('refuses what is no text, unknown blocks, deletion and other places with an error of the file service', async () => {
    const block = await makeBlock('safe');
    const uri = blockUri(block.id, block.title);
    const { fs } = vscode.workspace;
    const refused: readonly (readonly [string, () => Thenable<unknown>])[] = [
      ['NoPermissions', () => fs.writeFile(uri, Uint8Array.from([0x61, 0xff, 0xfe]))],
      ['FileNotFound', () => fs.readFile(blockUri(999_999_999, 'nothing'))],
      ['NoPermissions', () => fs.writeFile(blockUri(999_999_999, 'nothing'), Buffer.from('x'))],
      ['NoPermissions', () => fs.delete(uri)],
      ['FileNotFound', () => fs.stat(uri.with({ path: '/elsewhere/1/x' }))],
      ['NoPermissions', () => fs.createDirectory(uri.with({ path: '/a folder' }))],
    ];
    for (const [code, attempt] of refused) {
      await assert.rejects(
        async () => attempt(),
        (error: unknown) => {
          assert.ok(error instanceof vscode.FileSystemError);
          assert.equal(error.code, code, error.message);
          return true;
        },
      );
    }
    assert.equal(await stored(block.id), 'safe');
  });

  it('is renamed in its tab, unsaved text and all, when its title changes in the library', async () => {
    const { blocks } = await testApi();
    const clean = await makeBlock('clean');
    const dirty = await makeBlock('dirty');
    await openBlock(clean);
    const editor = await openBlock(dirty);
    await type(editor, 'unsaved words');
    await blocks.update(clean.id, { title: 'Clean, renamed' });
    await blocks.update(dirty.id, { title: 'Dirty, renamed' });
    const wanted = [blockUri(clean.id, 'Clean, renamed'), blockUri(dirty.id, 'Dirty, renamed')].map(String);
    await until('both tabs under their new titles', () => tabs().join() === wanted.join());
    const active = (): vscode.TextDocument | undefined => vscode.window.activeTextEditor?.document;
    await until('the active document', () => active()?.uri.toString() === wanted[1]);
    await until('the unsaved text', () => active()?.getText() === 'unsaved words' && active()?.isDirty);
    assert.equal(await stored(dirty.id), 'dirty');
    assert.ok(await vscode.window.activeTextEditor?.document.save());
    assert.equal(await stored(dirty.id), 'unsaved words');
  });

  it('changes the title of the block when the document is renamed as a file', async () => {
    const { blocks } = await testApi();
    const block = await makeBlock('text');
    const editor = await openBlock(block);
    await type(editor, 'unsaved words');
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(editor.document.uri, blockUri(block.id, 'Renamed as a file'));
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal((await blocks.get(block.id))?.title, 'Renamed as a file');
    await until('the tab', () => tabs().join() === blockUri(block.id, 'Renamed as a file').toString());
    assert.equal(vscode.window.activeTextEditor?.document.getText(), 'unsaved words');
    assert.equal(vscode.window.activeTextEditor.document.isDirty, true);
  });

  it('has its title, tags, folder and uses above its text, and they follow the library', async () => {
    const { blocks, payloads } = await testApi();
    const block = await makeBlock('text', { tags: ['tone', 'short'], folderPath: 'Phase 1' });
    const { document } = await openBlock(block);
    const lenses = async (): Promise<string> => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      return found.map(({ command }) => command?.title ?? '').join(' | ');
    };
    await until('the first lenses', async () => /tone, short.*Phase 1.*in no payload/.test(await lenses()));
    await blocks.update(block.id, { tags: ['other'] });
    const payload = await payloads.create({ name: `Uses ${block.title}` });
    await payloads.addBlocks(payload.id, [block.id]);
    await until('the lenses of now', async () => /other.*Phase 1.*used in 1 payload/.test(await lenses()));
  });
});
