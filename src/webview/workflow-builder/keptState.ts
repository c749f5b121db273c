import type { KeptDrafts, StateKeeper } from '../common/stateKeeper';

/** What outlives a hidden page: nothing that the host owns. */
export interface KeptState extends KeptDrafts {
  /** By this the host knows the workflow after a restart. */
  readonly workflowId: number;
  /** The step whose settings are shown; 0 before one is. */
  readonly stepId: number;
  readonly moreSettings: boolean;
  readonly scroll: { readonly edit: number; readonly read: number };
}

/** What a page has kept that was never open. */
export const emptyState: KeptState = {
  workflowId: 0,
  typed: {},
  stepId: 0,
  moreSettings: false,
  scroll: { edit: 0, read: 0 },
};

/** Keeps the state of this page. */
export type BuilderState = StateKeeper<KeptState>;
