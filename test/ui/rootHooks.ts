import type { RootHookObject } from 'mocha';
import { disposeSharedHost } from './sharedHost';

/** What Mocha does around all UI tests. */
export const mochaHooks: RootHookObject = {
  async afterAll() {
    await disposeSharedHost();
  },
};
