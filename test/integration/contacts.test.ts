import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { ClientRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension/compose';
import { startPracticeServer, type PracticeServer } from '../../src/extension/practice/practiceServer';
import { answering } from './answering';
import { addBlocks, emptyLibrary, until } from './blocksTree';
import { reacting } from './drivenInputs';
import { testApi } from './testApi';
import { treeRows } from './treeRows';

/** Node tells here of every request that leaves the extension host, whoever sends it. */
const REQUESTS = 'http.client.request.start';
const KEY = 'sk-never-written-down-5317';

describe('what leaves the extension', () => {
  const servers: PracticeServer[] = [];
  const hosts: string[] = [];
  let api: TestApi;

  const note = (message: unknown): void => {
    hosts.push(String((message as { readonly request: ClientRequest }).request.getHeader('host')));
  };

  before(() => {
    subscribe(REQUESTS, note);
  });

  after(async () => {
    unsubscribe(REQUESTS, note);
    await set(undefined);
  });

  beforeEach(async () => {
    api = await testApi();
    await api.workflows.delete((await api.workflows.all()).map(({ id }) => id));
    await api.runs.delete((await api.runs.page(1000)).map(({ id }) => id));
    await api.payloads.delete((await api.payloads.all()).map(({ id }) => id));
    await emptyLibrary(api);
    api.errors.length = 0;
    hosts.length = 0;
  });

  afterEach(async () => {
    await api.runner.stopAll();
    await Promise.all(servers.splice(0).map((server) => server.close()));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
    assert.deepEqual(api.errors, []);
  });

  function set(endpoints: readonly string[] | undefined): Thenable<void> {
    const settings = vscode.workspace.getConfiguration('llmOrchestrator', null);
    return settings.update('endpoints', endpoints, vscode.ConfigurationTarget.Global);
  }

  async function start(options: Partial<Parameters<typeof startPracticeServer>[0]> = {}): Promise<PracticeServer> {
    const server = await startPracticeServer({ port: 0, tokensPerSecond: 0, ...options });
    servers.push(server);
    return server;
  }

  async function workflowOn(port: number, responseLength = 8): Promise<number> {
    const payload = await api.payloads.create({ name: 'Ask', port, responseLength });
    await api.payloads.addBlocks(payload.id, await addBlocks(api, ['Question', 'What is a river?']));
    const { id } = await api.workflows.create('W');
    await api.workflows.addSteps(id, [payload.id]);
    return id;
  }

  const addressOf = ({ port }: PracticeServer): string => `127.0.0.1:${String(port)}`;

  it('goes to the endpoint of the payload that runs, and to nobody else who is configured', async () => {
    const [asked, configured, named] = [await start(), await start(), await start()];
    await set([addressOf(configured), 'https://models.example.org/v1']);
    await api.payloads.create({ name: 'Never run', port: named.port });
    const workflowId = await workflowOn(asked.port);
    for (const tree of Object.values(api.trees)) await treeRows(tree as typeof api.trees.endpoints);
    assert.deepEqual(hosts, [], 'showing everything asks nobody');
    const runId = await api.runner.start(workflowId);
    await api.runner.ended(runId);
    assert.equal((await api.runs.get(runId))?.status, 'completed');
    assert.deepEqual([...new Set(hosts)], [addressOf(asked)]);
  });

  it('stays on this machine when it is told to scan', async () => {
    await set([]);
    await answering(
      'showInformationMessage',
      () => undefined,
      () => vscode.commands.executeCommand('llmOrchestrator.endpoints.scan'),
    );
    assert.ok(hosts.length > 0);
    assert.deepEqual(
      hosts.filter((host) => !host.startsWith('127.0.0.1:')),
      [],
    );
  });

  it('holds the key of an endpoint in its requests there, and nothing that is stored or exported holds it', async () => {
    const locked = await start({ imitate: 'llama-server', key: KEY });
    await set([addressOf(locked)]);
    const item = { kind: 'endpoint', host: '127.0.0.1', port: locked.port };
    await answering(
      'showInputBox',
      () => KEY,
      () => vscode.commands.executeCommand('llmOrchestrator.endpoints.setKey', item),
    );
    const runId = await api.runner.start(await workflowOn(locked.port));
    await api.runner.ended(runId);
    const [response] = await api.runs.responses(runId);
    const answer = (await api.runs.response(response?.id ?? 0))?.content ?? '';
    assert.match(answer, /^This is practice text/, 'the server took the key');

    const folder = await mkdtemp(join(tmpdir(), 'exported-'));
    const { showSaveDialog } = vscode.window;
    try {
      for (const name of ['run.md', 'run.json']) {
        const target = vscode.Uri.file(join(folder, name));
        vscode.window.showSaveDialog = () => Promise.resolve(target);
        await vscode.commands.executeCommand('llmOrchestrator.runs.export', { kind: 'run', id: runId });
      }
      const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
      let holdAnswer = 0;
      for (const path of [...(await filesIn(folder)), ...(await filesIn(workspace))]) {
        const bytes = await readIfThere(path);
        assert.equal(bytes.indexOf(KEY), -1, path);
        if (bytes.includes(answer)) holdAnswer++;
      }
      assert.ok(holdAnswer >= 3, 'the database and both exports were read');
    } finally {
      vscode.window.showSaveDialog = showSaveDialog;
      await rm(folder, { recursive: true, force: true });
      await vscode.commands.executeCommand('llmOrchestrator.endpoints.forgetKey', item);
    }
  });

  it('goes to several endpoints at once when a workflow runs on them, a run for each', async () => {
    const slow = { tokensPerSecond: 20 };
    const [one, two] = [await start(slow), await start({ ...slow, imitate: 'llama-server' })];
    await set([addressOf(one), addressOf(two)]);
    const workflowId = await workflowOn(1, 30); // the port of the payload is not asked
    await answering(
      'showInformationMessage',
      (_, ...actions) => actions[0],
      async () => {
        await reacting([{ pick: [addressOf(one), addressOf(two)] }], () =>
          vscode.commands.executeCommand('llmOrchestrator.runs.runOnEndpoints', { kind: 'workflow', id: workflowId }),
        );
        await until('both at work', () => !one.engine.idle && !two.engine.idle);
        await until('the comparison', () => pageIsShown());
      },
    );
    const runs = await api.runs.page(10);
    const where = await Promise.all(
      runs.map(async ({ id, status }) => [status, (await api.runs.responses(id))[0]?.metadata.port]),
    );
    assert.deepEqual(where, [
      ['completed', two.port],
      ['completed', one.port],
    ]);
    assert.deepEqual(new Set(hosts), new Set([addressOf(one), addressOf(two)]));
  });
});

function pageIsShown(): boolean {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom;
}

/** The bytes of a file; none when it is gone, as the lock of a connection that has just ended. */
async function readIfThere(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
