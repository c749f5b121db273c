import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { runCommand } from '../../test/ui/workbench/commandPalette';
import { activeEditor } from '../../test/ui/workbench/editor';
import { pickQuickPick } from '../../test/ui/workbench/quickInput';
import { DemoError } from './demoError';
import { watchScreen } from './screenWatch';

/** How long a run may take to show a sign of life, in milliseconds. A run itself may take as long as its model does. */
const BEGIN_LIMIT = 60_000;

/** How often to look, in milliseconds. */
const LOOK_EVERY = 150;

/** How much of a response has to be on screen for a picture of it, in characters. */
const WORTH_A_PICTURE = 160;

/** Where a run stands, read from the status bar. */
export interface StepOnScreen {
  /** From 1. */
  readonly number: number;
  readonly count: number;
  readonly payloadName: string;
}

/** Who wants to know how the run goes. */
export interface RunListener {
  /** A step has begun. */
  step(step: StepOnScreen): void;
  /** The response of a step is being written and a good part of it is on screen; called once for each step at most. */
  writing(step: StepOnScreen): Promise<void>;
}

/** How a run ended, as the screen told it. */
export type EndOnScreen = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly message: string };

/**
 * Runs a workflow through the command palette and waits for its end, by nothing but what is on screen.
 * @throws {DemoError} when the run shows no sign of life, or is stopped by a person
 */
export async function followRun(page: Page, workflowName: string, listener: RunListener): Promise<EndOnScreen> {
  const newSights = await watchScreen(page, workflowName);
  await runCommand(page, 'LLM Orchestrator: Run Workflow');
  await pickQuickPick(page, workflowName);

  const asked = Date.now();
  let step: StepOnScreen | undefined;
  let pictured = 0;
  for (;;) {
    for (const { kind, text } of await newSights()) {
      if (kind === 'error') return { kind: 'failed', message: text };
      const rest = text.slice(workflowName.length);
      if (rest.startsWith(': done')) return { kind: 'done' };
      if (rest.startsWith(': stopped')) throw new DemoError('The run was stopped before its end.');
      const next = readStep(rest);
      if (next !== undefined && next.number !== step?.number) listener.step(next);
      step = next ?? step;
    }
    if (step === undefined && Date.now() - asked > BEGIN_LIMIT) {
      throw new DemoError(`The workflow "${workflowName}" was picked, but ${BEGIN_LIMIT / 1000} s later nothing runs.`);
    }
    if (step !== undefined && step.number > pictured && (await isWorthAPicture(page, step))) {
      pictured = step.number;
      await listener.writing(step);
    }
    await wait(LOOK_EVERY);
  }
}

/** Reads " 2/3 · Draft", which follows the name of the workflow. */
function readStep(text: string): StepOnScreen | undefined {
  const match = /^ (\d+)\/(\d+) · (.+)$/.exec(text);
  return match ? { number: Number(match[1]), count: Number(match[2]), payloadName: match[3]! } : undefined;
}

async function isWorthAPicture(page: Page, { payloadName }: StepOnScreen): Promise<boolean> {
  const label = await page.locator('.tabs-container .tab.active .label-name').allTextContents();
  if (!label.some((text) => text.startsWith(`${payloadName} · run`))) return false;
  const lines = await activeEditor(page).locator('.view-lines > .view-line').allTextContents();
  const length = lines.join('').length;
  // The line above the text comes a moment after the text; it belongs to the picture unless it is very late.
  const hasLens = (await activeEditor(page).locator('.codelens-decoration').count()) > 0;
  return length >= (hasLens ? WORTH_A_PICTURE : 3 * WORTH_A_PICTURE);
}
