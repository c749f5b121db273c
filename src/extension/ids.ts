import type { StoreErrorReason } from './domain/ports/storeError';
import type { BlocksItem, EndpointsItem, PayloadsItem, RunsItem, WorkflowsItem } from './treeItems';

/** What a command of a tree receives: the item it was called on and, with several selected, all of them. */
type TreeArguments<Item> = [item?: Item, items?: readonly Item[]];

/**
 * Every command with the arguments that it takes. A command without its argument asks for it or acts on the selection;
 * it never fails. `package.json` lists the same ids; a contract test holds one against the other.
 */
export interface CommandArguments {
  'llmOrchestrator.blocks.create': TreeArguments<BlocksItem>;
  'llmOrchestrator.blocks.createFolder': TreeArguments<BlocksItem>;
  'llmOrchestrator.blocks.open': TreeArguments<BlocksItem>;
  'llmOrchestrator.blocks.rename': TreeArguments<BlocksItem>;
  'llmOrchestrator.blocks.editTags': TreeArguments<BlocksItem>;
  'llmOrchestrator.blocks.move': TreeArguments<BlocksItem>;
  'llmOrchestrator.blocks.duplicate': TreeArguments<BlocksItem>;
  'llmOrchestrator.blocks.delete': TreeArguments<BlocksItem>;
  'llmOrchestrator.blocks.addToPayload': TreeArguments<BlocksItem>;
  'llmOrchestrator.blocks.addToBuilder': TreeArguments<BlocksItem>;
  'llmOrchestrator.blocks.copyReference': TreeArguments<BlocksItem>;
  'llmOrchestrator.blocks.filter': [];
  'llmOrchestrator.blocks.clearFilter': [];
  'llmOrchestrator.blocks.sort': [];
  'llmOrchestrator.blocks.refresh': [];
  'llmOrchestrator.payloads.create': [];
  'llmOrchestrator.payloads.openBuilder': [...TreeArguments<PayloadsItem>, options?: { readonly keepsFocus: boolean }];
  'llmOrchestrator.payloads.preview': TreeArguments<PayloadsItem>;
  'llmOrchestrator.payloads.rename': TreeArguments<PayloadsItem>;
  'llmOrchestrator.payloads.duplicate': TreeArguments<PayloadsItem>;
  'llmOrchestrator.payloads.delete': TreeArguments<PayloadsItem>;
  'llmOrchestrator.payloads.editSettings': TreeArguments<PayloadsItem>;
  'llmOrchestrator.payloads.addBlocks': TreeArguments<PayloadsItem>;
  'llmOrchestrator.payloads.removeBlock': TreeArguments<PayloadsItem>;
  'llmOrchestrator.payloads.moveBlockUp': TreeArguments<PayloadsItem>;
  'llmOrchestrator.payloads.moveBlockDown': TreeArguments<PayloadsItem>;
  'llmOrchestrator.payloads.toggleBlock': TreeArguments<PayloadsItem>;
  'llmOrchestrator.payloads.setRole': TreeArguments<PayloadsItem>;
  'llmOrchestrator.workflows.create': [];
  'llmOrchestrator.workflows.openBuilder': TreeArguments<WorkflowsItem>;
  'llmOrchestrator.workflows.rename': TreeArguments<WorkflowsItem>;
  'llmOrchestrator.workflows.duplicate': TreeArguments<WorkflowsItem>;
  'llmOrchestrator.workflows.delete': TreeArguments<WorkflowsItem>;
  'llmOrchestrator.workflows.addPayloads': TreeArguments<WorkflowsItem>;
  'llmOrchestrator.workflows.removeStep': TreeArguments<WorkflowsItem>;
  'llmOrchestrator.workflows.moveStepUp': TreeArguments<WorkflowsItem>;
  'llmOrchestrator.workflows.moveStepDown': TreeArguments<WorkflowsItem>;
  'llmOrchestrator.runs.runWorkflow': TreeArguments<WorkflowsItem>;
  'llmOrchestrator.runs.stop': TreeArguments<RunsItem>;
  'llmOrchestrator.runs.runAgain': TreeArguments<RunsItem>;
  'llmOrchestrator.runs.resume': TreeArguments<RunsItem>;
  'llmOrchestrator.runs.runStale': TreeArguments<RunsItem>;
  'llmOrchestrator.runs.runFrom': TreeArguments<RunsItem | WorkflowsItem>;
  'llmOrchestrator.runs.runOnly': TreeArguments<RunsItem | WorkflowsItem>;
  'llmOrchestrator.runs.open': TreeArguments<RunsItem>;
  'llmOrchestrator.runs.openPrompt': TreeArguments<RunsItem>;
  'llmOrchestrator.runs.runOnEndpoints': TreeArguments<WorkflowsItem>;
  'llmOrchestrator.runs.openThinking': TreeArguments<RunsItem>;
  'llmOrchestrator.runs.compare': TreeArguments<RunsItem>;
  'llmOrchestrator.runs.sideBySide': TreeArguments<RunsItem>;
  'llmOrchestrator.runs.showTable': TreeArguments<RunsItem>;
  'llmOrchestrator.runs.export': TreeArguments<RunsItem>;
  'llmOrchestrator.runs.rate': TreeArguments<RunsItem>;
  'llmOrchestrator.runs.comment': TreeArguments<RunsItem>;
  'llmOrchestrator.runs.useAnswer': TreeArguments<RunsItem>;
  'llmOrchestrator.runs.delete': TreeArguments<RunsItem>;
  'llmOrchestrator.runs.loadMore': [];
  'llmOrchestrator.runs.showActive': [];
  'llmOrchestrator.endpoints.scan': [];
  'llmOrchestrator.endpoints.refresh': TreeArguments<EndpointsItem>;
  'llmOrchestrator.endpoints.add': [];
  'llmOrchestrator.endpoints.remove': TreeArguments<EndpointsItem>;
  'llmOrchestrator.endpoints.copyAddress': TreeArguments<EndpointsItem>;
  'llmOrchestrator.endpoints.setKey': TreeArguments<EndpointsItem>;
  'llmOrchestrator.endpoints.forgetKey': TreeArguments<EndpointsItem>;
  'llmOrchestrator.endpoints.test': TreeArguments<EndpointsItem>;
  'llmOrchestrator.endpoints.useForPayload': TreeArguments<EndpointsItem>;
  'llmOrchestrator.endpoints.pauseQueue': TreeArguments<EndpointsItem>;
  'llmOrchestrator.endpoints.resumeQueue': TreeArguments<EndpointsItem>;
  'llmOrchestrator.endpoints.clearQueue': TreeArguments<EndpointsItem>;
  'llmOrchestrator.library.addSample': [];
  'llmOrchestrator.library.openReadOnly': [];
  'llmOrchestrator.library.retry': [];
  'llmOrchestrator.library.show': [];
  'llmOrchestrator.library.backUp': [];
  'llmOrchestrator.library.restore': [];
  'llmOrchestrator.library.check': [];
  'llmOrchestrator.library.compact': [];
  'llmOrchestrator.library.chooseFile': [];
  'llmOrchestrator.library.reveal': [];
  'llmOrchestrator.practice.start': [];
  'llmOrchestrator.practice.stop': [];
  'llmOrchestrator.showLog': [];
}

/** The id of a command. */
export type CommandId = keyof CommandArguments;

/** The views of the side bar. */
export const viewIds = {
  container: 'llmOrchestrator',
  blocks: 'llmOrchestrator.blocks',
  payloads: 'llmOrchestrator.payloads',
  workflows: 'llmOrchestrator.workflows',
  runs: 'llmOrchestrator.runs',
  endpoints: 'llmOrchestrator.endpoints',
} as const;

/** The panels in the editor area. */
export const panelTypes = {
  payloadBuilder: 'llmOrchestrator.payloadBuilder',
  workflowBuilder: 'llmOrchestrator.workflowBuilder',
} as const;

/** The settings, without their prefix, with the type of each. */
export interface SettingTypes {
  /** A host name or address for payloads that name none. */
  host: string;
  /** Where model servers may answer: a host with a port, or a URL, each. */
  endpoints: readonly string[];
  /** A path relative to the workspace folder, or absolute. */
  databasePath: string;
  /** How many copies of the database are kept that are made once a day; 0 for none. */
  dailyBackups: number;
  /** Days after which runs are deleted; 0 is never. */
  runRetentionDays: number;
  /** How many runs are kept; 0 is all. */
  runRetentionCount: number;
  /** Seconds; 0 is no limit. */
  connectTimeout: number;
  /** Seconds; 0 is no limit. */
  firstByteTimeout: number;
  /** Seconds; 0 is no limit. */
  silenceTimeout: number;
  openResponses: boolean;
  practiceServerPort: number;
}

/** The prefix of all settings. */
export const settingsSection = 'llmOrchestrator';

/** What `when` clauses in package.json ask for, with the type of each. */
export interface ContextKeys {
  /** What the welcome views show. */
  'llmOrchestrator.state': 'noFolder' | 'unreadable' | 'empty' | 'ready';
  /** Why the database cannot be read; empty while it can. */
  'llmOrchestrator.problem': StoreErrorReason | '';
  /** True while the view Blocks shows only what a filter found. */
  'llmOrchestrator.blocksFiltered': boolean;
  /** True while a run is going on. */
  'llmOrchestrator.running': boolean;
  /** True while the practice server listens. */
  'llmOrchestrator.practiceServerRunning': boolean;
}

/** The schemes of the documents that live in the database. */
export const schemes = {
  /** A block's text, editable. */
  block: 'llm-block',
  /** A response, read-only; grows while the model writes. */
  response: 'llm-response',
  /** Text computed for reading: a payload's preview, the prompt of a response. */
  preview: 'llm-preview',
} as const;

/** The language of block documents and of `*.llmprompt` files. */
export const promptLanguageId = 'llm-prompt';

/** VS Code's own language for `*.prompt.md` files, where references complete as well. */
export const vscodePromptLanguageId = 'prompt';

/** What the view Blocks hands over in a drag: JSON, a list of `BlocksItem`. */
export const blocksMimeType = 'application/vnd.code.tree.llmorchestrator.blocks';

/** What the view Payloads hands over in a drag: JSON, a list of `PayloadsItem`. */
export const payloadsMimeType = 'application/vnd.code.tree.llmorchestrator.payloads';

/** What the view Workflows hands over in a drag: JSON, a list of `WorkflowsItem`. */
export const workflowsMimeType = 'application/vnd.code.tree.llmorchestrator.workflows';
