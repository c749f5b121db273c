import type { KeptDrafts, StateKeeper } from '../common/stateKeeper';

/** What outlives a hidden page: nothing that the host owns. */
export interface KeptState extends KeptDrafts {
  /** By this the host knows the payload after a restart. */
  readonly payloadId: number;
  /** A block that is being written; null while the form is closed. */
  readonly draft: { readonly title: string; readonly content: string } | null;
  /** The run whose responses stand in the preview; null for placeholders. */
  readonly runId: number | null;
  readonly moreSettings: boolean;
  readonly scroll: { readonly edit: number; readonly preview: number };
}

/** What a page has kept that was never open. */
export const emptyState: KeptState = {
  payloadId: 0,
  typed: {},
  draft: null,
  runId: null,
  moreSettings: false,
  scroll: { edit: 0, preview: 0 },
};

/** Keeps the state of this page. */
export type BuilderState = StateKeeper<KeptState>;
