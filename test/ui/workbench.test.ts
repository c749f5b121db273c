import assert from 'node:assert/strict';
import { takeScreenshot } from '../host/screenshot';
import { openExtension } from './openExtension';
import type { ExtensionWindow } from './openExtension';
import { offeredCommands, openCommandPalette } from './workbench/commandPalette';
import { cancelQuickInput } from './workbench/quickInput';

describe('The command palette', function () {
  this.timeout(90_000);
  let window: ExtensionWindow;

  before(async () => {
    window = await openExtension();
  });

  after(async () => {
    await window.close();
  });

  it('opens', async () => {
    await openCommandPalette(window.page);
    await takeScreenshot(window.page, 'command-palette');
    await cancelQuickInput(window.page);
  });

  it('offers the commands of the extension', async () => {
    const titles = await offeredCommands(window.page, 'LLM Orchestrator: New');
    assert.ok(titles.includes('LLM Orchestrator: New Block'), titles.join('\n'));
  });
});
