import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../src/extension/compose';
import type { Payload } from '../../src/shared/model/payload';
import { reacting, type Asked, type Reaction } from './drivenInputs';
import { testApi } from './testApi';

describe('the form of the settings of a payload', () => {
  let api: TestApi;
  let id: number;

  beforeEach(async () => {
    api = await testApi();
    await api.payloads.delete((await api.payloads.all()).map((payload) => payload.id));
    id = (await api.payloads.create({ name: 'P' })).id;
    api.errors.length = 0;
  });

  afterEach(() => {
    assert.deepEqual(api.errors, []);
  });

  function edit(...reactions: readonly Reaction[]): Promise<readonly Asked[]> {
    return reacting([...reactions, { escape: true }], () =>
      vscode.commands.executeCommand('llmOrchestrator.payloads.editSettings', { kind: 'payload', id }),
    );
  }

  async function stored(): Promise<Payload> {
    const payload = await api.payloads.get(id);
    assert.ok(payload);
    return payload;
  }

  it('lists every setting with its value', async () => {
    const [list] = await edit();
    assert.deepEqual(list?.rows, [
      'Name | P',
      'Temperature | 0.6',
      'Response Length | 1000',
      'Port | 5001',
      'Host | 127.0.0.1 (from the settings)',
      'Model Format | default',
      'Flow | auto',
      'Provider | recognise from the port',
      "Model | the server's own choice",
      'Top P | left to the server',
      'Top K | left to the server',
      'Min P | left to the server',
      'Repeat Penalty | left to the server',
      'Seed | left to the server',
      'Stop Strings | left to the server',
      'JSON Schema | left to the server',
    ]);
  });

  it('takes 0 as a temperature and shows it in the list that comes back', async () => {
    const asked = await edit({ pick: 'Temperature' }, { type: '0' });
    assert.equal((await stored()).temperature, 0);
    assert.ok(asked.at(-1)?.rows.includes('Temperature | 0'));
  });

  const refused: readonly (readonly [field: string, typed: string, good: string])[] = [
    ['Port', '65536', '65535'],
    ['Port', '0', '1'],
    ['Port', 'http', '5002'],
    ['Response Length', '0', '1'],
    ['Temperature', 'warm', '1.5'],
    ['Temperature', '-1', '0.1'],
    ['Host', 'http://x:99999/', 'localhost'],
    ['Name', ' ', 'Q'],
    ['Top P', '2', '0.5'],
    ['Seed', '1.5', '42'],
  ];
  for (const [field, typed, good] of refused) {
    it(`refuses ${JSON.stringify(typed)} as ${field}, says why, and then takes ${good}`, async () => {
      const asked = await edit({ pick: field }, { type: typed }, { type: good });
      assert.ok((asked[1]?.problem ?? '').length > 10, 'a sentence says what is allowed');
      const list = asked.at(-1)?.rows ?? [];
      assert.ok(list.includes(`${field} | ${good}`), list.join('; '));
    });
  }

  it('changes what is chosen from lists: model format, flow, provider', async () => {
    await edit(
      { pick: 'Model Format' },
      { pick: 'chatml' },
      { pick: 'Flow' },
      { pick: 'none' },
      { pick: 'Provider' },
      { pick: 'OpenAI-compatible' },
    );
    const { modelFormat, flow, provider } = await stored();
    assert.deepEqual([modelFormat, flow, provider], ['chatml', 'none', 'openai']);
  });

  it('sets host, model and sampling, and leaves them to setting and server again when they are cleared', async () => {
    await edit(
      ...(['Host', 'Model', 'Top K', 'Stop Strings'] as const).flatMap((field): Reaction[] => [
        { pick: field },
        { type: { Host: 'gpu.local', Model: 'tiny', 'Top K': '0', 'Stop Strings': 'User:, \\n' }[field] },
      ]),
    );
    const set = await stored();
    assert.deepEqual([set.host, set.model, set.parameters], ['gpu.local', 'tiny', { topK: 0, stop: ['User:', '\n'] }]);
    await edit({ pick: 'Host' }, { type: '' }, { pick: 'Model' }, { type: '' }, { pick: 'Top K' }, { type: '' });
    const cleared = await stored();
    assert.deepEqual([cleared.host, cleared.model, cleared.parameters], [null, null, { stop: ['User:', '\n'] }]);
  });

  it('goes back to the list without a change, and ends on Escape anywhere', async () => {
    const before = await stored();
    const asked = await edit({ pick: 'Port' }, { back: true }, { pick: 'Flow' }, { back: true }, { pick: 'Seed' });
    assert.deepEqual(
      asked.map(({ title }) => title),
      ['Settings of "P"', 'Port of "P"', 'Settings of "P"', 'Flow of "P"', 'Settings of "P"', 'Seed of "P"'],
    );
    assert.deepEqual(await stored(), before);
  });
});
