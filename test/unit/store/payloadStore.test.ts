import assert from 'node:assert/strict';
import { InvalidInputError } from '../../../src/extension/domain/ports/invalidInputError';
import type { PayloadRepository } from '../../../src/extension/domain/ports/payloadRepository';
import type { Store } from '../../../src/extension/store/openStore';
import { rejectsWith } from './rejectsWith';
import { recordChanges, TestFolder } from './testStore';

describe('PayloadStore', () => {
  let folder: TestFolder;
  let store: Store;
  let payloads: PayloadRepository;
  beforeEach(async () => {
    folder = await TestFolder.make();
    store = await folder.store();
    ({ payloads } = store);
  });
  afterEach(() => folder.end());

  const block = async (title: string) =>
    (await store.blocks.create({ title, content: '', tags: [], folderPath: '' })).id;
  const listOf = async (id: number) => (await payloads.get(id))?.blocks.map(({ blockId }) => blockId);
  const placesOf = async (id: number) => (await payloads.get(id))!.blocks.map((place) => place.id);
  const orders = async () =>
    (await store.database.rows('SELECT order_index FROM payload_blocks ORDER BY order_index')).flat();

  it('begins with the defaults of the schema', async () => {
    const created = await payloads.create({ name: ' First ' });
    const { id, createdAt, updatedAt, ...rest } = created;
    assert.deepEqual(rest, {
      name: 'First',
      temperature: 0.6,
      responseLength: 1000,
      port: 5001,
      host: null,
      modelFormat: 'default',
      provider: null,
      model: null,
      parameters: {},
      flow: 'auto',
      blocks: [],
      version: 1,
    });
    assert.equal(createdAt, updatedAt);
    assert.deepEqual(await payloads.get(id), created);
  });

  it('keeps every setting, 0 as a temperature included', async () => {
    const settings = {
      name: 'P',
      temperature: 0,
      responseLength: 1,
      port: 65535,
      host: 'localhost',
      modelFormat: 'mistral',
      provider: 'openai',
      model: 'm',
      parameters: { topP: 0.5, topK: 0, minP: 0.1, repeatPenalty: 1.1, seed: 7, stop: ['\n'], jsonSchema: '{ }' },
      flow: 'none',
    } as const;
    const created = await payloads.create(settings);
    assert.deepEqual({ ...created, ...settings }, created);
    const cleared = await payloads.update(created.id, { host: null, provider: null, model: null, parameters: {} });
    assert.deepEqual([cleared.host, cleared.provider, cleared.model, cleared.parameters], [null, null, null, {}]);
    assert.equal(cleared.version, 2);
    assert.equal((await payloads.update(created.id, { temperature: 0, name: 'P' })).version, 2);
  });

  it('refuses settings that are out of range', async () => {
    const { id } = await payloads.create({ name: 'P' });
    for (const patch of [{ port: 0 }, { port: 65536 }, { responseLength: 0 }, { temperature: -1 }, { name: ' ' }]) {
      await assert.rejects(payloads.update(id, patch), InvalidInputError);
      await assert.rejects(payloads.create({ name: 'Q', ...patch }), InvalidInputError);
    }
    assert.equal((await payloads.all()).length, 1);
    await rejectsWith('not-found', payloads.update(9, { port: 1 }));
  });

  it('lists all by name, each with its blocks in order', async () => {
    const [a, b] = [await block('a'), await block('b')];
    for (const name of ['beta', 'Alpha', 'gamma']) await payloads.create({ name });
    await payloads.addBlocks(2, [b, a, b]);
    const all = await payloads.all();
    assert.deepEqual(
      all.map(({ name }) => name),
      ['Alpha', 'beta', 'gamma'],
    );
    assert.deepEqual(
      all[0]?.blocks.map(({ blockId }) => blockId),
      [b, a, b],
    );
    assert.deepEqual(all[1]?.blocks, []);
  });

  it('adds, moves and removes places, numbered without gaps', async () => {
    const ids = [await block('a'), await block('b'), await block('c')];
    const [a, b, c] = ids;
    const { id } = await payloads.create({ name: 'P' });
    await payloads.addBlocks(id, ids);
    const [first, , third] = await placesOf(id);
    await payloads.addBlocks(id, [c!, a!], third);
    assert.deepEqual(await listOf(id), [a, b, c, a, c]);
    await payloads.moveBlocks(id, [third!, first!], (await placesOf(id))[2]);
    assert.deepEqual(await listOf(id), [b, a, c, c, a], 'their order among themselves is kept');
    await payloads.moveBlocks(id, [first!]);
    assert.deepEqual(await listOf(id), [b, c, c, a, a]);
    await payloads.removeBlocks(id, [first!, 999]);
    assert.deepEqual(await listOf(id), [b, c, c, a]);
    assert.deepEqual(await orders(), [0, 1, 2, 3]);
    await rejectsWith('constraint', payloads.addBlocks(id, [999]));
    await rejectsWith('not-found', payloads.addBlocks(999, [a!]));
    assert.deepEqual(await listOf(id), [b, c, c, a]);
  });

  it('touches only the places of its own list', async () => {
    const a = await block('a');
    await payloads.create({ name: 'P' });
    await payloads.create({ name: 'Q' });
    await payloads.addBlocks(1, [a]);
    await payloads.addBlocks(2, [a]);
    const [place] = await placesOf(1);
    await payloads.removeBlocks(2, [place!]);
    await rejectsWith('not-found', payloads.updateBlock(2, place!, { enabled: false }));
    assert.deepEqual(await listOf(1), [a]);
  });

  it('switches places and gives them roles', async () => {
    const { id } = await payloads.create({ name: 'P' });
    await payloads.addBlocks(id, [await block('a')]);
    const [place] = await placesOf(id);
    const changes = recordChanges(store);
    await payloads.updateBlock(id, place!, { enabled: false });
    await payloads.updateBlock(id, place!, { role: 'system' });
    assert.deepEqual(await payloads.get(id).then((payload) => payload?.blocks), [
      { id: place, blockId: 1, role: 'system', enabled: false },
    ]);
    assert.deepEqual(changes, Array(2).fill([{ entity: 'payload', action: 'changed', id }]));
  });

  it('copies a payload with its list', async () => {
    const { id } = await payloads.create({ name: 'P', temperature: 0, host: 'h', flow: 'append' });
    await payloads.addBlocks(id, [await block('a'), await block('b')]);
    await payloads.updateBlock(id, (await placesOf(id))[1]!, { enabled: false, role: 'assistant' });
    const copy = await payloads.duplicate(id);
    assert.deepEqual([copy.name, copy.temperature, copy.host, copy.flow], ['P copy', 0, 'h', 'append']);
    assert.deepEqual(
      copy.blocks.map(({ blockId, role, enabled }) => [blockId, role, enabled]),
      [
        [1, 'user', true],
        [2, 'assistant', false],
      ],
    );
    assert.equal((await payloads.duplicate(id)).name, 'P copy 2');
  });

  it('takes its references along when it is renamed, unless another has the name', async () => {
    const user = await store.blocks.create({
      title: 'User',
      content: '{{response:Plan}} {{Plan}} {{Planet}} {{#Plan}}',
      tags: [],
      folderPath: '',
    });
    const plan = await payloads.create({ name: 'Plan' });
    await payloads.update(plan.id, { name: 'Outline' });
    const content = async () => (await store.blocks.get(user.id))?.content;
    assert.equal(await content(), '{{response:Outline}} {{Outline}} {{Planet}} {{#Plan}}');
    await payloads.create({ name: 'Outline' });
    await payloads.update(plan.id, { name: 'Other' });
    assert.equal(await content(), '{{response:Outline}} {{Outline}} {{Planet}} {{#Plan}}');
  });

  it('leaves its responses with its name when it is deleted, and closes the gap in workflows', async () => {
    for (const name of ['P', 'Q']) await payloads.create({ name });
    const workflow = await store.workflows.create('W');
    await store.workflows.addSteps(workflow.id, [1, 2, 1, 2]);
    assert.deepEqual(await payloads.uses([1]), [{ payloadId: 1, workflowId: workflow.id, workflowName: 'W' }]);
    await store.database.run("INSERT INTO runs (workflow_id, status) VALUES (1, 'completed')");
    await store.database.run("INSERT INTO responses (run_id, payload_id, content) VALUES (1, 1, 'kept')");
    const changes = recordChanges(store);
    await payloads.delete([1, 99]);
    assert.deepEqual(changes, [
      [
        { entity: 'payload', action: 'deleted', id: 1 },
        { entity: 'workflow', action: 'changed', id: workflow.id },
      ],
    ]);
    const [response] = await store.runs.responses(1);
    assert.deepEqual([response?.payloadId, response?.payloadName], [null, 'P']);
    assert.deepEqual(
      (await store.workflows.get(workflow.id))?.steps.map(({ payloadId }) => payloadId),
      [2, 2],
    );
    const order = await store.database.rows('SELECT order_index FROM workflow_payloads ORDER BY order_index');
    assert.deepEqual(order.flat(), [0, 1]);
  });

  it('shows rows that another program has filled with nonsense', async () => {
    await store.database.run(
      `INSERT INTO payloads (name, temperature, response_length, llm_port, model_format, provider, parameters, flow, host)
       VALUES ('P', 'hot', -5, -1, NULL, 'telegraph', '{"top_p": "x", "seed": 3, "stop": [1, "s"]', 'sideways', '  '),
              ('Q', '0.25', '12', 1e9, '', 'ollama', '{"top_p": "x", "seed": 3, "stop": [1, "s"], "json_schema": {"a": 1}}', 'none', 'h')`,
    );
    const [p, q] = await payloads.all();
    assert.deepEqual(
      [p?.temperature, p?.responseLength, p?.port, p?.modelFormat, p?.provider, p?.parameters, p?.flow, p?.host],
      [0.6, 1000, 5001, 'default', null, {}, 'auto', null],
    );
    assert.deepEqual(
      [q?.temperature, q?.responseLength, q?.port, q?.provider, q?.parameters],
      [0.25, 12, 5001, 'ollama', { seed: 3, stop: ['s'], jsonSchema: '{"a":1}' }],
    );
  });
});
