import type { CDPSession, Page } from 'playwright-core';

/** Measures the processor time that all pages of a browser take, which does not depend on who else works on the machine. */
export class ProcessorClock {
  private session: CDPSession | undefined;
  private last = 0;

  /** Measures the browser of this page from now on. */
  async attach(page: Page): Promise<void> {
    this.session = await page.context().browser()?.newBrowserCDPSession();
    await this.lap();
  }

  /** The processor time since the last lap, in milliseconds. */
  async lap(): Promise<number> {
    if (this.session === undefined) throw new Error('There is no browser whose processor time could be measured.');
    const { processInfo } = await this.session.send('SystemInfo.getProcessInfo');
    const now = processInfo
      .filter(({ type }) => type === 'renderer')
      .reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
    const lap = now - this.last;
    this.last = now;
    return lap;
  }
}
