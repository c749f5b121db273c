import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { outFolder } from './paths';

/** Writes a picture of the window to `out/screenshots/NAME.png` and gives its path. */
export async function takeScreenshot(page: Page, name: string): Promise<string> {
  const path = join(await outFolder('screenshots'), `${name}.png`);
  await page.screenshot({ path });
  return path;
}
