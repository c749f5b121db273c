import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension/compose';

/** What the extension hands to tests; activates it on the first call. */
export async function testApi(): Promise<TestApi> {
  const extension = vscode.extensions.getExtension<TestApi | undefined>('llm-orchestrator.llm-orchestrator');
  assert.ok(extension, 'the extension is not installed');
  const api = await extension.activate();
  assert.ok(api, 'the extension hands out nothing: it does not run in test mode');
  return api;
}
