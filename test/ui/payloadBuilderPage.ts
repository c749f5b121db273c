import type { Page } from 'playwright-core';
import { BuilderPage, nameThing, pickThing } from './workbench/builderPage';
import { notification } from './workbench/notifications';
import { cancelQuickInput } from './workbench/quickInput';

/** A payload builder that is open, as a person sees it. */
export class PayloadBuilderView extends BuilderPage {
  /** Makes an empty payload and opens its builder. Where the library has blocks, it offers some first. */
  static async forNewPayload(page: Page, name: string, { giveUpBlocks = false } = {}): Promise<PayloadBuilderView> {
    await nameThing(page, 'LLM Orchestrator: New Payload', name);
    if (giveUpBlocks) {
      await page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row').first().waitFor();
      await cancelQuickInput(page);
    } else {
      await notification(page, 'There are no blocks yet.'); // the payload is made by then
    }
    return PayloadBuilderView.open(page, name);
  }

  /** Opens the builder of a payload. */
  static async open(page: Page, name: string): Promise<PayloadBuilderView> {
    await pickThing(page, 'LLM Orchestrator: Open Payload Builder', name);
    return PayloadBuilderView.shown(page, name);
  }

  /** Waits for the builder of a payload to be on screen. */
  static async shown(page: Page, name: string): Promise<PayloadBuilderView> {
    const builder = new PayloadBuilderView(page);
    await builder.whenOf(name);
    return builder;
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
}
