import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { UNREADABLE_DATABASE } from '../../host/integrationState';
import type { StoreError } from '../../../src/extension/domain/ports/storeError';
import { testApi } from '../testApi';

describe('a folder whose database is no database', () => {
  const folder = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'data');

  it('shows nothing, says why, and leaves the file as it is', async () => {
    const { blocks, trees } = await testApi();
    await assert.rejects(blocks.summaries(), (error) => (error as StoreError).reason === 'corrupt');
    await assert.rejects(
      blocks.create({ title: 'New', content: '', tags: [], folderPath: '' }),
      (error) => (error as StoreError).reason === 'corrupt',
    );
    assert.deepEqual(await trees.blocks.provider.getChildren(), []);
    assert.deepEqual(await trees.runs.provider.getChildren(), []);
    assert.equal(await readFile(join(folder, 'llm-orchestration.db'), 'utf8'), UNREADABLE_DATABASE);
    assert.deepEqual(await readdir(folder), ['llm-orchestration.db']);
  });
});
