import type { Context, RootHookObject } from 'mocha';
import { disposeSharedHost } from './sharedHost';
import { closeLeftWindow, noteFailure } from './windowsInUse';

/** What Mocha does around all UI tests. */
export const mochaHooks: RootHookObject = {
  async afterEach(this: Context) {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest
      .fullTitle()
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-');
    await noteFailure(`failed-ui-${name}`).catch(() => undefined); // the failure is what counts
  },
  async afterAll() {
    await closeLeftWindow();
    await disposeSharedHost();
  },
};
