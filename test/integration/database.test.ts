import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { StoreError } from '../../src/extension/domain/ports/storeError';
import type { CommandId } from '../../src/extension/ids';
import { nullLog } from '../../src/extension/platform/ports/log';
import { systemClock } from '../../src/extension/platform/vscode/clock';
import { createCommands } from '../../src/extension/platform/vscode/commands';
import { openStore, type Store } from '../../src/extension/store/openStore';
import { text } from '../../src/shared/model/text';
import { answering } from './answering';
import { closeAll, makeBlock, openBlock, type, until } from './documentSupport';
import { testApi } from './testApi';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const data = join(folder, 'data');

/** Another window's store on the same database. */
function otherWindow(storage: 'best' | 'whole-file'): Store {
  const { extensionPath } = vscode.extensions.getExtension('llm-orchestrator.llm-orchestrator')!;
  return openStore({
    path: join(data, 'llm-orchestration.db'),
    workerPath: join(extensionPath, 'dist/storeWorker.js'),
    wasmPath: join(extensionPath, 'dist/sql-wasm.wasm'),
    clock: systemClock,
    log: nullLog,
    storage,
  });
}

async function titles(): Promise<readonly string[]> {
  const { blocks } = await testApi();
  return (await blocks.summaries()).map(({ title }) => title);
}

describe('the database of a window', () => {
  afterEach(closeAll);

  for (const storage of ['best', 'whole-file'] as const) {
    const how = storage === 'best' ? '' : ' that stores whole files';
    it(`shows in views and clean editors what another window${how} has written`, async () => {
      const { index } = await testApi();
      const clean = await makeBlock('before', { title: `Clean ${storage}` });
      const dirty = await makeBlock('before', { title: `Dirty ${storage}` });
      const cleanEditor = await openBlock(clean);
      const dirtyEditor = await openBlock(dirty);
      await type(dirtyEditor, 'mine');
      const other = otherWindow(storage);
      try {
        for (const { id } of [clean, dirty]) await other.blocks.update(id, { content: 'theirs' });
        await other.blocks.create({ title: `New ${storage}`, content: '', tags: [], folderPath: '' });
      } finally {
        await other.close();
      }
      await until('the clean editor shows it', () => cleanEditor.document.getText() === 'theirs');
      assert.equal(dirtyEditor.document.getText(), 'mine', 'what somebody has typed stays');
      await until('the tree shows it', () => index.children('').blocks.some(({ title }) => title === `New ${storage}`));
    });
  }

  it('says that its index of words is broken, and makes it anew when asked to', async () => {
    const { id } = await makeBlock('quixotic');
    const other = otherWindow('best');
    try {
      await other.database.run('DELETE FROM blocks_full_text_segdir');
      assert.deepEqual(await other.care.check(), { faults: [], indexIsBroken: true });
      const check = (): Thenable<unknown> => vscode.commands.executeCommand('llmOrchestrator.library.check');
      const asked = await answering('showWarningMessage', (_message, rebuild) => rebuild, check);
      assert.match(String(asked[0]?.[0]), /index of words/);
      assert.deepEqual(await other.care.check(), { faults: [], indexIsBroken: false });
      assert.deepEqual(await other.blocks.searchText('quixotic'), [id]);
    } finally {
      await other.close();
    }
  });

  it('has what failed on a full disk done once more when asked to', async () => {
    let runs = 0;
    const command = createCommands(nullLog).register('llmOrchestrator.test.full' as CommandId, () => {
      runs += 1;
      if (runs === 1) throw new StoreError('full', text('The disk is full.'));
    });
    try {
      const run = (): Thenable<unknown> => vscode.commands.executeCommand('llmOrchestrator.test.full');
      const asked = await answering('showErrorMessage', (_message, again) => again, run);
      assert.deepEqual(asked, [['The disk is full.', 'Try Again', 'Show Database']]);
      await until('it is done once more', () => runs === 2);
    } finally {
      command.dispose();
    }
  });

  it('is copied by a command, and listed', async () => {
    await makeBlock('kept');
    await vscode.commands.executeCommand('llmOrchestrator.library.backUp');
    await until('there is a copy', () => existsSync(join(data, 'backups')));
    assert.ok(readdirSync(join(data, 'backups')).some((name) => name.endsWith('.manual.db')));
  });

  it('is only read after Open Database Read-Only, until it is opened again', async () => {
    const { blocks } = await testApi();
    await makeBlock('seen', { title: 'Seen' });
    await vscode.commands.executeCommand('llmOrchestrator.library.openReadOnly');
    assert.ok((await titles()).includes('Seen'));
    await assert.rejects(makeBlock('refused'), (error) => (error as StoreError).reason === 'read-only');
    await vscode.commands.executeCommand('llmOrchestrator.library.retry');
    await blocks.create({ title: 'Written', content: '', tags: [], folderPath: '' });
  });

  it('is another one as soon as the setting names it', async () => {
    const settings = vscode.workspace.getConfiguration('llmOrchestrator');
    await makeBlock('', { title: 'In the first' });
    await settings.update('databasePath', 'another/place.db', vscode.ConfigurationTarget.Workspace);
    try {
      await until('the other one is empty', async () => (await titles()).length === 0);
      await makeBlock('', { title: 'In the second' });
      assert.ok(existsSync(join(folder, 'another/place.db')));
    } finally {
      await settings.update('databasePath', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await until('the first is back', async () => (await titles()).includes('In the first'));
    assert.ok(!(await titles()).includes('In the second'));
    await rm(join(folder, 'another'), { recursive: true });
  });
});
