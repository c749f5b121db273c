import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { runCommand } from './commandPalette';
import { eventually } from './eventually';
import { quickInputField, quickPickRow } from './quickInput';
import { activeWebview } from './webviewPanel';

/** What axe found on a page. */
interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/**
 * An expression for what of a page a person cannot see whole by scrolling up and down: what stands beyond the left or the
 * right edge, and what is larger than the part that shows it, where no dots say so.
 */
const CUT_OFF = `(() => {
  const width = document.documentElement.clientWidth;
  const found = document.documentElement.scrollWidth > width ? ['the page scrolls sideways'] : [];
  const { clientHeight, scrollHeight } = document.documentElement;
  const hasColumns = getComputedStyle(document.querySelector('main')).display === 'grid';
  if (hasColumns && scrollHeight > clientHeight) found.push('columns that are higher than the page');
  for (const one of document.querySelectorAll('.page *')) {
    const { left, right, width: own, height } = one.getBoundingClientRect();
    if (own === 0 || height === 0 || !one.checkVisibility({ contentVisibilityAuto: true })) continue;
    if (one.closest('.visually-hidden, svg, vscode-option, .icon') !== null) continue;
    const name = one.tagName.toLowerCase() + '.' + one.getAttribute('class') + ' ' + one.textContent.slice(0, 40);
    if (left < -1 || right > width + 1) found.push('beyond the page: ' + name);
    const { overflowX, overflowY, textOverflow, contentVisibility } = getComputedStyle(one);
    const clips = (overflow) => overflow === 'hidden' || overflow === 'clip' || contentVisibility === 'auto';
    const isWider = one.scrollWidth > one.clientWidth + 1 && textOverflow !== 'ellipsis';
    if (one.clientWidth > 0 && isWider && clips(overflowX)) found.push('too wide: ' + name);
    if (one.clientHeight > 0 && one.scrollHeight > one.clientHeight + 1 && clips(overflowY)) found.push('too high: ' + name);
  }
  return found;
})()`;

/** The rules of axe that look at colours. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** How long to wait for what a command asks, in milliseconds. */
const PATIENCE = { timeout: 5000 };

/** Runs a command that asks for a thing, and picks it. */
export async function pickThing(page: Page, command: string, name: string): Promise<void> {
  await runAndAnswer(page, command, async () => {
    await quickInputField(page).fill(name, PATIENCE);
    await quickPickRow(page, name).first().click(PATIENCE);
  });
}

/** Runs a command that asks for the name of something new, and gives it. */
export async function nameThing(page: Page, command: string, name: string): Promise<void> {
  await runAndAnswer(page, command, async () => {
    await quickInputField(page).fill(name, PATIENCE);
    await quickInputField(page).press('Enter', PATIENCE);
  });
}

/** A busy workbench may put the focus back, which closes what a command asks: then once more. */
async function runAndAnswer(page: Page, command: string, answer: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    await runCommand(page, command);
    try {
      await answer();
      return;
    } catch (error) {
      if (tries === 3) throw error;
    }
  }
}

/** The page of a builder in the active editor group, as a person sees it. */
export class BuilderPage {
  readonly view: FrameLocator;

  constructor(readonly page: Page) {
    this.view = activeWebview(page);
  }

  /** Waits for the builder of the thing with this name: another one may be on screen until it comes. */
  async whenOf(name: string): Promise<void> {
    await this.view.locator('.page:not(.opening) h1', { hasText: name }).waitFor({ state: 'attached' });
  }

  /** The row with this title. */
  row(title: string): Locator {
    return this.view.locator('.row').filter({ has: this.view.locator('.row-title', { hasText: title }) });
  }

  /** The field of a setting, by its label: of one line or several. */
  field(label: string): Locator {
    return this.view.locator('vscode-text-field, vscode-text-area', { hasText: label }).locator('input, textarea');
  }

  /** Chooses one of the options of a setting. */
  async choose(label: string, option: string): Promise<void> {
    const labelled = this.view.locator('.labelled', { has: this.view.locator('label', { hasText: label }) });
    await labelled.locator('vscode-dropdown').click();
    await labelled.getByRole('option', { name: option, exact: true }).click();
  }

  /** What has the focus, as a screen reader names it. */
  focused(): Promise<string> {
    return this.evaluate<string>(
      `(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim()`,
    );
  }

  /** Presses Tab until something is focused whose name matches. */
  async tabTo(wanted: RegExp): Promise<void> {
    for (let presses = 0; presses < 60; presses++) {
      if (wanted.test(await this.focused())) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`${String(wanted)} is not in the tab order; last: ${await this.focused()}`);
  }

  /** Presses keys one after the other. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** What axe finds wrong, as one line for each rule; with `colours` only what depends on these. */
  async accessibilityProblems(rules: 'all' | 'colours' = 'all'): Promise<readonly string[]> {
    const frame = await this.frame();
    if (!(await frame.evaluate<boolean>('"axe" in window'))) {
      await frame.evaluate(readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8'));
    }
    const options = { resultTypes: ['violations'], ...(rules === 'all' ? {} : { runOnly: COLOUR_RULES }) };
    const { violations } = await frame.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  }

  /** Resolves when nothing stands beyond the edges of the page, and nothing is cut off without saying so. */
  async whenNothingIsCutOff(): Promise<void> {
    await eventually(
      'nothing is cut off',
      () => this.evaluate<readonly string[]>(CUT_OFF),
      (found) => found.length === 0,
    );
  }

  /** Evaluates an expression in the page. */
  async evaluate<Result>(expression: string): Promise<Result> {
    return (await this.frame()).evaluate<Result>(expression);
  }

  private async frame(): Promise<Frame> {
    const body = await this.view.locator('body').elementHandle();
    const frame = await body.ownerFrame();
    if (!frame) throw new Error('The page has no frame.');
    return frame;
  }
}
