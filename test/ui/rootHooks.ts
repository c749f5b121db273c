import type { Context, RootHookObject } from 'mocha';
import { pictureOpenWindows } from './openExtension';
import { disposeSharedHost } from './sharedHost';

/** What Mocha does around all UI tests. */
export const mochaHooks: RootHookObject = {
  async afterEach(this: Context) {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest
      .fullTitle()
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-');
    await pictureOpenWindows(`failed-ui-${name}`).catch(() => undefined); // the failure is what counts
  },
  async afterAll() {
    await disposeSharedHost();
  },
};
