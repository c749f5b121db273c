import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { LibraryIndex } from './engine/libraryIndex';
import { previewPayload } from './engine/payloadPreview';
import { EndpointQueues } from './engine/queue/endpointQueues';
import { WorkflowRunner } from './engine/workflowRunner';
import { registerBlocksView, type BlocksView } from './features/blocks/blocksView';
import { payloadPreviewText } from './features/documents/payloadPreviewText';
import { registerDocuments } from './features/documents/registerDocuments';
import { listEndpoints } from './features/endpoints/endpointList';
import { readEndpointsSetting } from './features/endpoints/endpointsSetting';
import { registerEndpoints } from './features/endpoints/registerEndpoints';
import { registerLanguage } from './features/language/registerLanguage';
import { databasePathIn } from './features/library/databasePlace';
import { registerLibrary } from './features/library/registerLibrary';
import { registerWithoutFolder, type ContributedCommands } from './features/library/withoutFolder';
import { registerPayloadBuilder } from './features/payload-builder/registerPayloadBuilder';
import { registerPayloadsView } from './features/payloads/payloadsView';
import { settingFields } from './features/payloads/settingFields';
import { registerPracticeServerCommands } from './features/practice/practiceServerCommands';
import { registerRuns } from './features/runs/registerRuns';
import { runsText } from './features/runs/reports/runsText';
import { registerWorkflowBuilder } from './features/workflow-builder/registerWorkflowBuilder';
import { registerWorkflowsView } from './features/workflows/workflowsView';
import type { EndpointAddress } from '../shared/model/endpoint';
import type { ModelServer } from './domain/ports/modelServer';
import { wireForm } from './llm/wireForm';
import type { Log } from './platform/ports/log';
import { systemClock } from './platform/vscode/clock';
import { createCommands } from './platform/vscode/commands';
import { DraggedItems } from './platform/vscode/draggedItems';
import { localize } from './platform/vscode/localize';
import type { Tree } from './platform/vscode/tree';
import { createChannelLog } from './platform/vscode/log';
import { secretsOf } from './platform/vscode/secrets';
import { readSetting } from './platform/vscode/settings';
import { openStore, type Store } from './store/openStore';
import type { BlocksItem, EndpointsItem, PayloadsItem, RunsItem, WorkflowsItem } from './treeItems';

/** What tests reach inside a running extension. */
export interface TestApi extends Pick<Store, 'database' | 'blocks' | 'payloads' | 'workflows' | 'runs' | 'events'> {
  readonly index: LibraryIndex;
  readonly queues: EndpointQueues;
  readonly runner: WorkflowRunner;
  readonly trees: {
    readonly blocks: BlocksView;
    readonly payloads: Tree<PayloadsItem>;
    readonly workflows: Tree<WorkflowsItem>;
    readonly runs: Tree<RunsItem>;
    readonly endpoints: Tree<EndpointsItem>;
  };
  /** The log's errors since the window opened; a test may empty it. */
  readonly errors: string[];
}

/** A running extension. */
export interface Composition {
  /** Set only when the window runs tests; without a folder there is nothing but the errors. */
  readonly testApi: TestApi | Pick<TestApi, 'errors'> | undefined;
  /** Stops what runs and closes the database. */
  dispose(): Promise<void>;
}

/** Constructs the concrete classes of every layer. Nothing is read and nothing is started before it is used. */
export function compose(context: vscode.ExtensionContext): Composition {
  const channel = createChannelLog();
  const errors: string[] = [];
  const isTest = context.extensionMode === vscode.ExtensionMode.Test;
  const log = isTest ? recordErrors(channel, errors) : channel;
  const commands = createCommands(log);
  context.subscriptions.push(
    channel,
    commands.register('llmOrchestrator.showLog', () => {
      channel.show();
    }),
    registerPracticeServerCommands({
      commands,
      start: async (port) => {
        const { startPracticeServer } = await import('./practice/practiceServer');
        return startPracticeServer({ port, orNextFree: true });
      },
    }),
  );
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  if (!folder) {
    context.subscriptions.push(registerWithoutFolder(context.extension.packageJSON as ContributedCommands));
    return { testApi: isTest ? { errors } : undefined, dispose: () => Promise.resolve() };
  }

  const store = openStore({
    path: databasePathIn(folder.uri),
    workerPath: context.asAbsolutePath('dist/storeWorker.js'),
    wasmPath: context.asAbsolutePath('dist/sql-wasm.wasm'),
    clock: systemClock,
    log,
  });
  const { database, blocks, payloads, workflows, runs, events } = store;
  const index = new LibraryIndex(blocks, events);
  const secrets = secretsOf(context.secrets);
  const server = loadedOnUse(async () => {
    const { ModelServers } = await import('./llm/modelServers');
    return new ModelServers({
      limits: () => ({
        connect: readSetting('connectTimeout') * 1000,
        firstByte: readSetting('firstByteTimeout') * 1000,
        silence: readSetting('silenceTimeout') * 1000,
      }),
      clock: systemClock,
      log,
      secrets,
    });
  });
  const queues = new EndpointQueues({
    queues: store.queues,
    events,
    slots: (endpoint) => server.known(endpoint)?.slots,
    clock: systemClock,
    log,
  });
  const defaultHost = (): string => readSetting('host');
  const runner = new WorkflowRunner({
    blocks,
    payloads,
    workflows,
    runs,
    events,
    index,
    server,
    turns: queues,
    clock: systemClock,
    random: Math.random,
    hash: (content) => createHash('sha256').update(content).digest('base64'),
    log,
    defaultHost,
    isAllowed: () => vscode.workspace.isTrusted,
  });
  const shared = {
    blocks,
    payloads,
    workflows,
    runs,
    events,
    onDidMove: store.onDidMove,
    index,
    queues,
    runner,
    commands,
    clock: systemClock,
    log,
  };

  const payloadText = async (id: number): Promise<string | undefined> => {
    const payload = await payloads.get(id);
    const assembly = await previewPayload(id, shared);
    return payload && assembly && payloadPreviewText(payload, assembly);
  };

  const pages = vscode.Uri.joinPath(context.extensionUri, 'dist', 'webview');
  const listedEndpoints = (): readonly EndpointAddress[] =>
    listEndpoints(readEndpointsSetting(), [], defaultHost()).endpoints.map(({ address }) => address);
  const draggedBlocks = new DraggedItems<BlocksItem>();
  const draggedPayloads = new DraggedItems<PayloadsItem>();
  const trees = {
    blocks: registerBlocksView({ ...shared, draggedBlocks, state: context.workspaceState }),
    payloads: registerPayloadsView({ ...shared, draggedPayloads }),
    workflows: registerWorkflowsView(shared),
    runs: registerRuns({ ...shared, state: context.workspaceState, defaultHost, listedEndpoints }),
    endpoints: registerEndpoints({
      ...shared,
      server,
      secrets,
      defaultHost,
      isAllowed: () => vscode.workspace.isTrusted,
    }),
  };
  context.subscriptions.push(
    ...Object.values(trees),
    registerDocuments({ ...shared, payloadText, runsText: (ids) => runsText(shared, ids, localize) }),
    registerPayloadBuilder({
      ...shared,
      draggedBlocks,
      server,
      defaultHost,
      fields: settingFields,
      isAllowed: () => vscode.workspace.isTrusted,
      // While it is not known what answers, the port is taken for one of KoboldCpp, as its default is.
      sentForm: (settings, known) =>
        wireForm(
          { host: '', settings, messages: [] },
          {
            ...(known ?? { kind: 'openai-compatible', server: '' }),
            provider: settings.provider ?? known?.provider ?? 'koboldcpp',
          },
        ),
      pages,
    }),
    registerWorkflowBuilder({
      ...shared,
      draggedPayloads,
      defaultHost,
      isAllowed: () => vscode.workspace.isTrusted,
      pages,
    }),
    registerLanguage(shared),
    registerLibrary({
      ...shared,
      ...store,
      folder: folder.uri,
      addSample: async () => {
        const { addSampleLibrary } = await import('./engine/addSampleLibrary');
        await addSampleLibrary(store);
      },
      moveTo: async (place) => {
        await runner.stopAll();
        await store.moveTo(place);
      },
    }),
    index,
  );
  const testApi = { database, blocks, payloads, workflows, runs, events, index, queues, runner, trees, errors };
  return {
    testApi: isTest ? testApi : undefined,
    dispose: async () => {
      await runner.stopAll();
      queues.dispose();
      await store.close();
    },
  };
}

/** Stands for the model servers until the first request: most windows never send one, and their code is large. */
function loadedOnUse(load: () => Promise<ModelServer>): ModelServer {
  let loading: Promise<ModelServer> | undefined;
  let loaded: ModelServer | undefined;
  const servers = (): Promise<ModelServer> =>
    (loading ??= load().then((server) => {
      loaded = server;
      return server;
    }));
  return {
    generate: async (...request) => (await servers()).generate(...request),
    recognise: async (...request) => (await servers()).recognise(...request),
    known: (address) => loaded?.known(address),
  };
}

function recordErrors(log: Log, errors: string[]): Log {
  return {
    trace: (message) => {
      log.trace(message);
    },
    info: (message) => {
      log.info(message);
    },
    warn: (message) => {
      log.warn(message);
    },
    error: (message) => {
      errors.push(String(message));
      log.error(message);
    },
  };
}
