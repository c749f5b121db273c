import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { outFolder } from '../../host/paths';
import { takeScreenshot } from '../../host/screenshot';
import type { BuilderPage } from './builderPage';
import { runCommand } from './commandPalette';
import { setTheme, THEME_KINDS, type ThemedWindow } from './theme';

/** How high the window is while it is looked at, in pixels. */
const HEIGHT = 950;
/** Around the page the window has about 56 pixels of its own: the page is 320 to 1600 wide. */
const WIDTHS = [376, 700, 1660];

/** Looks at a builder in every theme: axe objects to nothing, and a picture of each is taken. */
export async function seeInEveryTheme(window: ThemedWindow, builder: BuilderPage, name: string): Promise<void> {
  for (const kind of THEME_KINDS) {
    await setTheme(window, kind);
    await takeScreenshot(builder.page, `${name}-${kind}`);
    // A theme is nothing but colours.
    const rules = kind === THEME_KINDS[0] ? 'all' : 'colours';
    assert.deepEqual(await builder.accessibilityProblems(rules), [], kind);
  }
}

/** Looks at a builder in windows of every width, and in one that is zoomed to 200 %, without the side bar. */
export async function seeAtEveryWidth(builder: BuilderPage, name: string): Promise<void> {
  const { page } = builder;
  await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    await builder.whenNothingIsCutOff();
    await takeScreenshot(page, `${name}-${width}`);
  }
  assert.deepEqual(await builder.accessibilityProblems(), []);
  for (const width of [1280, 1660]) {
    const zoomed = await zoom(page, 2, { width, height: HEIGHT });
    await builder.whenNothingIsCutOff();
    assert.deepEqual(await builder.accessibilityProblems(), [], `${width} pixels at 200 %`);
    await zoomed.picture(`${name}-zoomed-${width}`);
    assert.equal(await builder.evaluate<number>('devicePixelRatio'), 2, 'it was zoomed all the time');
    await zoomed.release();
  }
  await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
}

/** A window that is zoomed. */
interface Zoomed {
  /** Takes a picture of it: that of Playwright would end the zoom. */
  picture(name: string): Promise<void>;
  release(): Promise<void>;
}

/** Zooms a window as the person does: it stays as large as it is, and everything in it grows. */
async function zoom(
  page: Page,
  factor: number,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Zoomed> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setDeviceMetricsOverride', {
    width: Math.round(width / factor),
    height: Math.round(height / factor),
    deviceScaleFactor: factor,
    mobile: false,
  });
  return {
    picture: async (name) => {
      const { data } = await session.send('Page.captureScreenshot', { format: 'png' });
      await writeFile(join(await outFolder('screenshots'), `${name}.png`), data, 'base64');
    },
    release: async () => {
      await session.send('Emulation.clearDeviceMetricsOverride');
      await session.detach();
      await page.setViewportSize({ width, height });
    },
  };
}
