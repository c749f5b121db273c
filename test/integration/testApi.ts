import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension/compose';

/** What the extension hands to tests in a window with a folder; activates it on the first call. */
export async function testApi(): Promise<TestApi> {
  const api = await activated();
  assert.ok('blocks' in api, 'the window has no folder');
  return api;
}

/** The errors that the extension has logged, in any window; a test may empty the list. */
export async function loggedErrors(): Promise<string[]> {
  return (await activated()).errors;
}

async function activated(): Promise<TestApi | Pick<TestApi, 'errors'>> {
  const extension = vscode.extensions.getExtension<TestApi | Pick<TestApi, 'errors'> | undefined>(
    'llm-orchestrator.llm-orchestrator',
  );
  assert.ok(extension, 'the extension is not installed');
  const api = await extension.activate();
  assert.ok(api, 'the extension hands out nothing: it does not run in test mode');
  return api;
}
