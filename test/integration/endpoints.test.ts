import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension/compose';
import { startPracticeServer, type PracticeServer } from '../../src/extension/practice/practiceServer';
import type { EndpointsItem } from '../../src/extension/treeItems';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { llamaError } from '../support/serverExchanges';
import { llamaModels, llamaProperties } from '../support/serverIdentities';
import { answering } from './answering';
import { until } from './blocksTree';
import { reacting } from './drivenInputs';
import { testApi } from './testApi';
import { rowText, treeRows, watchRedraws } from './treeRows';

type Endpoint = Extract<EndpointsItem, { readonly kind: 'endpoint' }>;

describe('the view Endpoints', () => {
  let api: TestApi;
  let server: PracticeServer;
  let asked: string[];

  before(async () => {
    server = await startPracticeServer({
      port: 0,
      tokensPerSecond: 0,
      onRequest: ({ path }) => void asked.push(path),
    });
  });

  after(async () => {
    await set(undefined);
    await server.close();
  });

  beforeEach(async () => {
    asked = [];
    api = await testApi();
    await api.payloads.delete((await api.payloads.all()).map(({ id }) => id));
    await set([`127.0.0.1:${server.port}`]);
    api.errors.length = 0;
  });

  afterEach(() => {
    assert.deepEqual(api.errors, []);
  });

  function set(endpoints: readonly unknown[] | undefined): Thenable<void> {
    const settings = vscode.workspace.getConfiguration('llmOrchestrator', null);
    return settings.update('endpoints', endpoints, vscode.ConfigurationTarget.Global);
  }

  function setting(): readonly string[] {
    return vscode.workspace.getConfiguration('llmOrchestrator', null).get<readonly string[]>('endpoints', []);
  }

  function item(port = server.port): Endpoint {
    return { kind: 'endpoint', host: '127.0.0.1', port };
  }

  function rows(): Promise<readonly string[]> {
    return treeRows(api.trees.endpoints);
  }

  /** The row of an endpoint, its facts left out. */
  async function row(port = server.port): Promise<vscode.TreeItem> {
    const { provider } = api.trees.endpoints;
    const found = (await provider.getChildren()).find((one) => one.kind === 'endpoint' && one.port === port);
    assert.ok(found, `no row for port ${port}`);
    return provider.getTreeItem(found);
  }

  /** Waits until the row of the practice server is right. */
  async function whenRow(isRight: (text: string) => boolean): Promise<void> {
    let text = '';
    for (let tries = 0; tries < 200; tries++) {
      text = rowText(await row());
      if (isRight(text)) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    assert.fail(`the row stayed "${text}"`);
  }

  function run(command: string, ...items: readonly EndpointsItem[]): Thenable<unknown> {
    return vscode.commands.executeCommand(
      `llmOrchestrator.endpoints.${command}`,
      ...(items.length > 0 ? [items[0], items] : []),
    );
  }

  it('shows the setting and what payloads name, and asks nobody anything for that', async () => {
    // Where no other test of this window has looked for a server.
    await set(['127.0.0.2:11434', `127.0.0.1:${server.port}`, 'nonsense']);
    await api.payloads.create({ name: 'Far', host: 'https://models.example.org/v1', port: 1 });
    assert.deepEqual(await rows(), [
      '127.0.0.2:11434 | usually Ollama',
      '  Asked | not yet',
      `127.0.0.1:${server.port}`,
      '  Asked | not yet',
      'https://models.example.org',
      '  Payloads | Far',
      '  Asked | not yet',
      'nonsense | no address of a server',
    ]);
    assert.deepEqual(asked, []);
  });

  it('follows payloads and the setting', async () => {
    await rows();
    const redraws = watchRedraws(api.trees.endpoints);
    const { id } = await api.payloads.create({ name: 'P', port: 6001 });
    await until('the payload is seen', () => redraws.fired.length > 0);
    assert.ok((await rows()).includes('127.0.0.1:6001'));
    await api.payloads.delete([id]);
    redraws.fired.length = 0;
    await set([]);
    await until('the setting is seen', () => redraws.fired.length > 0);
    redraws.dispose();
    assert.deepEqual(await rows(), []);
  });

  it('tells all about a server that it was told to ask', async () => {
    await run('refresh', item());
    const shown = await rows();
    assert.match(shown[0] ?? '', /^127\.0\.0\.1:\d+ \| KoboldCpp .* · .* · 8192 tokens · idle$/);
    assert.deepEqual(
      shown.slice(1).map((fact) => fact.trim().split(' | ')[0]),
      ['Server', 'Model', 'Context', 'Model Format', 'State', 'Asked'],
    );
    const { tooltip } = await row();
    assert.match((tooltip as vscode.MarkdownString).value, /Context:&nbsp;8192&nbsp;tokens/);
    assert.ok(asked.includes('/api/extra/version'));
  });

  it('says that nothing answers, without a notification', async () => {
    const gone = await startPracticeServer({ port: 0 });
    await gone.close();
    await set([`127.0.0.1:${gone.port}`]);
    const told = await answering(
      'showErrorMessage',
      () => undefined,
      () => run('refresh', item(gone.port)),
    );
    assert.equal(rowText(await row(gone.port)), `127.0.0.1:${gone.port} | nothing answers`);
    assert.ok((await rows()).some((fact) => fact.startsWith('  Problem | Nothing answers on ')));
    assert.deepEqual(told, []);
  });

  it('finds servers of this machine by a scan, and offers those that are not in the list', async () => {
    await set([]);
    await api.payloads.create({ name: 'P', port: server.port });
    const told = await answering(
      'showInformationMessage',
      (_, ...actions) => actions[0],
      () => run('scan'),
    );
    assert.match(String(told[0]?.[0]), new RegExp(`^Found .*KoboldCpp .* on 127\\.0\\.0\\.1:${server.port}\\b`));
    await until('the setting has it', () => setting().includes(`127.0.0.1:${server.port}`));
  });

  it('adds what a person writes and takes it away again', async () => {
    const asks = await reacting([{ type: 'gpu.lan' }, { type: 'https://gpu.lan:8443/v1/' }], () => run('add'));
    assert.match(asks[0]?.problem ?? '', /"gpu\.lan" is no address of a server/);
    assert.deepEqual(setting(), [`127.0.0.1:${server.port}`, 'https://gpu.lan:8443']);
    await run('remove', { kind: 'endpoint', host: 'https://gpu.lan:8443', port: 8443 });
    assert.deepEqual(setting(), [`127.0.0.1:${server.port}`]);
    await set(['nonsense', `127.0.0.1:${server.port}`]);
    await run('remove', { kind: 'invalid', entry: 'nonsense' });
    assert.deepEqual(setting(), [`127.0.0.1:${server.port}`]);
    assert.deepEqual(asked, []);
  });

  it('tests with one word and tells what came back and how fast', async () => {
    const told = await answering(
      'showInformationMessage',
      () => undefined,
      () => run('test', item()),
    );
    assert.match(String(told[0]?.[0]), /^127\.0\.0\.1:\d+ answered ".+" \(first text after .*, KoboldCpp .*\)\.$/);
    assert.match(rowText(await row()), /KoboldCpp/, 'what the test found out is in the row');
  });

  it('has a payload sent to an endpoint', async () => {
    const { id } = await api.payloads.create({ name: 'P', host: 'elsewhere', port: 1 });
    await reacting([{ pick: 'P' }], () => run('useForPayload', item()));
    const payload = await api.payloads.get(id);
    assert.deepEqual([payload?.host, payload?.port], [null, server.port]);
    await reacting([{ pick: 'P' }], () =>
      run('useForPayload', { kind: 'endpoint', host: 'https://gpu.lan/llm', port: 443 }),
    );
    const moved = await api.payloads.get(id);
    assert.deepEqual([moved?.host, moved?.port], ['https://gpu.lan/llm', 443]);
  });

  it('copies the address of a picked endpoint', async () => {
    await set(['127.0.0.1:1', '127.0.0.1:2']);
    await reacting([{ pick: '127.0.0.1:2' }], () => run('copyAddress'));
    assert.equal(await vscode.env.clipboard.readText(), '127.0.0.1:2');
  });

  it('pauses, resumes and clears a queue', async () => {
    await run('pauseQueue', item());
    await whenRow((text) => text.includes('queue paused, 0 waiting'));
    assert.match((await row()).contextValue ?? '', /;paused/);
    const told = await answering(
      'showInformationMessage',
      () => undefined,
      () => run('clearQueue', item()),
    );
    assert.deepEqual(told[0], ['Nothing waits in any queue.']);
    await run('resumeQueue', item());
    await whenRow((text) => !text.includes('queue paused'));
  });

  describe('with a server that wants a key', () => {
    let locked: ScriptedServer;

    before(async () => {
      const { '/props': props = '', '/slots': slots = '' } = llamaProperties('', [false]);
      const guarded = (answer: string) => (request: ScriptedServer['requests'][number]) => {
        const open = request.headers.get('authorization') === 'Bearer sesame';
        request.socket.end(open ? answer : llamaError(401, 'authentication_error', 'Invalid API Key'));
      };
      locked = await startScriptedServer({
        '/v1/models': llamaModels(),
        '/props': guarded(props),
        '/slots': guarded(slots),
        '/v1/chat/completions': guarded(''),
      });
    });

    after(() => locked.close());

    beforeEach(() => set([`127.0.0.1:${locked.port}`]));

    it('says so, takes the key, sends it, and forgets it again', async () => {
      await run('refresh', item(locked.port));
      assert.match(rowText(await row(locked.port)), / \| wants an access key · llama-server · tiny · 512 tokens$/);
      assert.doesNotMatch((await row(locked.port)).contextValue ?? '', /keyed/);
      await answering(
        'showInputBox',
        () => ' Bearer sesame ',
        () => run('setKey', item(locked.port)),
      );
      assert.match(rowText(await row(locked.port)), /llama-server b6500-abc · tiny · 512 tokens · idle$/);
      assert.match((await row(locked.port)).contextValue ?? '', /keyed/);
      assert.doesNotMatch(JSON.stringify([await rows(), (await row(locked.port)).tooltip]), /sesame/);
      await run('forgetKey', item(locked.port));
      await run('refresh', item(locked.port));
      assert.match(rowText(await row(locked.port)), / \| wants an access key/);
    });

    it('offers to set the key where a test is refused', async () => {
      const inputs: unknown[] = [];
      const told = await answering(
        'showErrorMessage',
        (_, ...actions) => actions[0],
        () =>
          answering(
            'showInputBox',
            (options) => void inputs.push(options),
            async () => {
              await run('test', item(locked.port));
              await until('the key is asked for', () => inputs.length > 0);
            },
          ),
      );
      assert.match(JSON.stringify(told[0]), /asks for an access key.*"Set Key","Show Log"/);
      assert.match(
        JSON.stringify(inputs[0]),
        new RegExp(`Access Key of 127\\.0\\.0\\.1:${locked.port}.*"password":true`),
      );
    });
  });
});
