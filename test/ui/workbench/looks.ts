import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { takeScreenshot } from '../../host/screenshot';
import type { BuilderPage } from './builderPage';
import { runCommand } from './commandPalette';
import { setTheme, THEME_KINDS } from './theme';

/** How high the window is while it is looked at, in pixels. */
const HEIGHT = 950;
/** Around the page the window has about 56 pixels of its own: the page is 320 to 1600 wide. */
const WIDTHS = [376, 700, 1660];

/** Looks at a builder in every theme: axe objects to nothing, and a picture of each is taken. */
export async function seeInEveryTheme(builder: BuilderPage, name: string): Promise<void> {
  for (const kind of THEME_KINDS) {
    await setTheme(builder.page, kind);
    await takeScreenshot(builder.page, `${name}-${kind}`);
    assert.deepEqual(await builder.accessibilityProblems(), [], kind);
  }
  await setTheme(builder.page, 'dark');
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
    const release = await zoom(page, 2, { width, height: HEIGHT });
    await builder.whenNothingIsCutOff();
    await takeScreenshot(page, `${name}-zoomed-${width}`);
    assert.deepEqual(await builder.accessibilityProblems(), [], `${width} pixels at 200 %`);
    await release();
  }
}

/** Zooms a window as the person does: it stays as large as it is, and everything in it grows. The result ends that. */
async function zoom(
  page: Page,
  factor: number,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setDeviceMetricsOverride', {
    width: Math.round(width / factor),
    height: Math.round(height / factor),
    deviceScaleFactor: factor,
    mobile: false,
  });
  return async () => {
    await session.send('Emulation.clearDeviceMetricsOverride');
    await session.detach();
    await page.setViewportSize({ width, height });
  };
}
