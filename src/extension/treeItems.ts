/** What a tree of the side bar holds, and what its commands receive: plain identities, never the things themselves. */

/** A folder or a block in the view Blocks. */
export type BlocksItem =
  { readonly kind: 'folder'; readonly path: string } | { readonly kind: 'block'; readonly id: number };

/** A payload, or one place in its list of blocks, in the view Payloads. */
export type PayloadsItem =
  | { readonly kind: 'payload'; readonly id: number }
  | { readonly kind: 'payloadBlock'; readonly payloadId: number; readonly id: number; readonly blockId: number };

/** A workflow, or one of its steps, in the view Workflows. */
export type WorkflowsItem =
  | { readonly kind: 'workflow'; readonly id: number }
  | { readonly kind: 'step'; readonly workflowId: number; readonly id: number; readonly payloadId: number };

/** A run, one of its responses, a step of it that has none, or the last line of a page, in the view Runs. */
export type RunsItem =
  | { readonly kind: 'run'; readonly id: number }
  | { readonly kind: 'execution'; readonly runId: number; readonly id: string }
  | { readonly kind: 'response'; readonly runId: number; readonly id: number }
  | { readonly kind: 'more' };

/** An endpoint in its canonical form, something that is known of it, or an entry of the setting that is no address. */
export type EndpointsItem =
  | { readonly kind: 'endpoint'; readonly host: string; readonly port: number }
  | { readonly kind: 'fact'; readonly host: string; readonly port: number; readonly fact: string }
  | { readonly kind: 'invalid'; readonly entry: string };
