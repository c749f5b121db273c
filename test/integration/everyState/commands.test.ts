import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { loggedErrors } from '../testApi';

/** How long a command may take to end after everything it asked was dismissed, in milliseconds. */
const PATIENCE_MS = 15_000;

/** What would leave the window of the tests, or open another. */
const LEAVES_THE_WINDOW: ReadonlySet<string> = new Set(['llmOrchestrator.library.reveal']);

interface ContributedCommand {
  readonly command: string;
}

function contributedCommands(): readonly string[] {
  const extension = vscode.extensions.getExtension('llm-orchestrator.llm-orchestrator');
  assert.ok(extension);
  const { contributes } = extension.packageJSON as { contributes: { commands: readonly ContributedCommand[] } };
  return contributes.commands.map(({ command }) => command);
}

/** Presses Escape on whatever the command asks until it ends. */
async function runAndEscape(command: string): Promise<void> {
  const progress = { over: false };
  const run = Promise.resolve(vscode.commands.executeCommand(command)).finally(() => {
    progress.over = true;
  });
  const ended = run.catch(() => undefined); // awaited below
  const deadline = Date.now() + PATIENCE_MS;
  do {
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 50))]);
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('notifications.clearAll');
  } while (!progress.over && Date.now() < deadline);
  assert.ok(progress.over, `${command} did not end`);
  await run;
}

describe('every contributed command, run without arguments', () => {
  for (const command of contributedCommands().filter((id) => !LEAVES_THE_WINDOW.has(id))) {
    it(`${command} ends and throws nothing`, async () => {
      const errors = await loggedErrors();
      errors.length = 0;
      await runAndEscape(command);
      assert.deepEqual(errors, []);
    });
  }
});
