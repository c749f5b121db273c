import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { outFolder } from '../../test/host/paths';
import { takeScreenshot } from '../../test/host/screenshot';

/** The pictures of one demo. */
export class Pictures {
  private constructor(readonly folder: string) {}

  /** Begins anew: what an earlier demo left would be taken for what this one shows. */
  static async begin(): Promise<Pictures> {
    const folder = await outFolder('screenshots', 'demo');
    await rm(folder, { recursive: true, force: true });
    return new Pictures(await outFolder('screenshots', 'demo'));
  }

  /** Takes a picture of the window and gives its path. */
  async take(page: Page, name: string): Promise<string> {
    await takeScreenshot(page, join('demo', name));
    return join(this.folder, `${name}.png`);
  }
}
