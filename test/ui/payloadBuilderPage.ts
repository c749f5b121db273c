import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { runCommand } from './workbench/commandPalette';
import { notification } from './workbench/notifications';
import { cancelQuickInput, quickInputField, quickPickRow, typeInInput } from './workbench/quickInput';
import { activeWebview } from './workbench/webviewPanel';

/** What axe found on a page. */
interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** A payload builder that is open, as a person sees it. */
export class PayloadBuilderView {
  readonly view: FrameLocator;

  private constructor(readonly page: Page) {
    this.view = activeWebview(page);
  }

  /** Makes an empty payload and opens its builder. Where the library has blocks, it offers some first. */
  static async forNewPayload(page: Page, name: string, { giveUpBlocks = false } = {}): Promise<PayloadBuilderView> {
    await runCommand(page, 'LLM Orchestrator: New Payload');
    await typeInInput(page, name);
    if (giveUpBlocks) {
      await page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row').first().waitFor();
      await cancelQuickInput(page);
    } else {
      await notification(page, 'There are no blocks yet.'); // the payload is made by then
    }
    return PayloadBuilderView.open(page, name);
  }

  /** Opens the builder of a payload. A busy workbench may put the focus back, which closes the pick: then once more. */
  static async open(page: Page, name: string): Promise<PayloadBuilderView> {
    for (let tries = 1; ; tries++) {
      await runCommand(page, 'LLM Orchestrator: Open Payload Builder');
      try {
        await quickInputField(page).fill(name, { timeout: 5000 });
        await quickPickRow(page, name).first().click({ timeout: 5000 });
        break;
      } catch (error) {
        if (tries === 3) throw error;
      }
    }
    return PayloadBuilderView.shown(page);
  }

  /** Waits for a builder that is on screen. */
  static async shown(page: Page): Promise<PayloadBuilderView> {
    const builder = new PayloadBuilderView(page);
    await builder.view.locator('.page').waitFor();
    return builder;
  }

  /** The row of the block with this title. */
  row(title: string): Locator {
    return this.view.locator('.row').filter({ has: this.view.locator('.row-title', { hasText: title }) });
  }

  /** The rows from top to bottom: title, role, and whether they are off. */
  async rows(): Promise<readonly string[]> {
    return this.evaluate<readonly string[]>(`Array.from(document.querySelectorAll('.row'), (row) => {
      const title = row.querySelector('.row-title').textContent;
      const role = row.querySelector('select').value;
      return title + ' ' + role + (row.querySelector('.check').checked ? '' : ' off');
    })`);
  }

  /** The whole text of the preview, also of what is not on screen. */
  async preview(): Promise<string> {
    return (await this.view.locator('.box').allTextContents()).join('');
  }

  /** Writes a new block in place, with the mouse. */
  async writeBlock(title: string, content: string): Promise<void> {
    await this.view.locator('.blocks vscode-button', { hasText: 'New Block' }).click();
    await this.view.locator('.new-block vscode-text-field input').fill(title);
    await this.view.locator('.new-block vscode-text-area textarea').fill(content);
    await this.view.locator('.new-block vscode-button', { hasText: 'Create' }).click();
    await this.row(title).waitFor();
  }

  /** The text field of a setting, by its label. */
  field(label: string): Locator {
    return this.view.locator('vscode-text-field', { hasText: label }).locator('input');
  }

  /** What axe finds wrong, as one line for each rule. */
  async accessibilityProblems(): Promise<readonly string[]> {
    const frame = await this.frame();
    await frame.evaluate(readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8'));
    const { violations } = await frame.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  }

  /** Evaluates an expression in the page. */
  async evaluate<Result>(expression: string): Promise<Result> {
    return (await this.frame()).evaluate<Result>(expression);
  }

  private async frame(): Promise<Frame> {
    const body = await this.view.locator('body').elementHandle();
    const frame = await body.ownerFrame();
    if (!frame) throw new Error('The page of the payload builder has no frame.');
    return frame;
  }
}
