import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const EXTENSION_ID = 'llm-orchestrator.llm-orchestrator';

describe('Activation', () => {
  it('activates in every kind of window', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION_ID);
    assert.ok(extension !== undefined, 'the extension is not installed');
    await extension.activate();
    assert.ok(extension.isActive);
  });

  it('runs in the state that the suite was started for', () => {
    const state = process.env['LLM_ORCHESTRATOR_TEST_STATE'];
    assert.deepEqual(
      { folders: vscode.workspace.workspaceFolders?.length ?? 0, trusted: vscode.workspace.isTrusted },
      { folders: state === 'noFolder' ? 0 : 1, trusted: state !== 'restricted' },
    );
  });
});
