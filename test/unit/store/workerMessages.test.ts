import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { WorkerClient } from '../../../src/extension/store/workerClient';
import { rejectsWith } from './rejectsWith';
import { TestFolder, wasmPath, workerBundle } from './testStore';

const nobody = {
  started: () => undefined,
  externalChange: () => undefined,
  warning: () => undefined,
  notice: () => undefined,
  gone: () => undefined,
  waiting: () => undefined,
};

describe('Requests that cross to the worker together', () => {
  let folder: TestFolder;
  let client: WorkerClient;

  beforeEach(async () => {
    folder = await TestFolder.make();
    const options = { path: folder.file('llm.db'), wasmPath, lockTimeoutMs: 1000, storage: 'best' } as const;
    client = new WorkerClient(await workerBundle(), options, nobody);
  });

  afterEach(async () => {
    await client.request('close', {});
    await client.terminate();
    await folder.end();
  });

  const ask = (value: unknown): Promise<unknown> =>
    client
      .request('query', { sql: 'SELECT ?', parameters: [value as never], first: false })
      .then(({ rows }) => rows[0]?.[0]);

  it('are answered each with its own, in whatever order they were asked for', async () => {
    const numbers = Array.from({ length: 50 }, (_, index) => index);
    assert.deepEqual(await Promise.all(numbers.map(ask)), numbers);
  });

  it('fail alone where one of them cannot cross', async () => {
    const cannotCross = (): void => undefined;
    const results = await Promise.allSettled([ask(1), ask(cannotCross), ask(2), ask(cannotCross)]);
    assert.deepEqual(
      results.map((result) => (result.status === 'fulfilled' ? result.value : result.status)),
      [1, 'rejected', 2, 'rejected'],
    );
    assert.equal(await ask(3), 3);
  });

  it('leave an answer to what is asked for after all of them were answered', async () => {
    await Promise.all([ask('a'), ask('b')]);
    assert.equal(await ask('c'), 'c');
  });
});

describe('A worker that dies', () => {
  const DYING = `
    const { parentPort } = require('node:worker_threads');
    parentPort.on('message', (requests) => {
      for (const { id, kind, body } of requests) {
        if (kind === 'rollback' || body.commit) process.exit(3);
        parentPort.postMessage([{ kind: 'reply', id, value: undefined }]);
      }
    });`;

  const begin = (transaction: number) => ({ transaction, begin: { brief: false }, statements: [], commit: undefined });

  for (const [what, ask, reason] of [
    [
      'while it commits leaves open whether the change stands, and has all that is shown read again',
      (client: WorkerClient) =>
        client.request('transact', {
          transaction: 1,
          begin: undefined,
          statements: [],
          commit: { onlyWhole: false },
        }),
      'unconfirmed',
    ],
    [
      'while it does something else has not changed anything',
      (client: WorkerClient) => client.request('rollback', { transaction: 1 }),
      'failed',
    ],
  ] as const) {
    it(what, async () => {
      const folder = await TestFolder.make();
      const worker = folder.file('dying.cjs');
      writeFileSync(worker, DYING);
      let changes = 0;
      const options = { path: folder.file('llm.db'), wasmPath, lockTimeoutMs: 1000, storage: 'best' } as const;
      const client = new WorkerClient(worker, options, { ...nobody, externalChange: () => (changes += 1) });
      await client.request('transact', begin(1));
      const error = await rejectsWith(reason, ask(client));
      assert.match(error.message, /stopped working.*code 3/);
      assert.equal(changes, reason === 'unconfirmed' ? 1 : 0);
      await client.request('transact', begin(2));
      await client.terminate();
      await folder.end();
    });
  }
});
