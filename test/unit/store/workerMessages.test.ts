import assert from 'node:assert/strict';
import { WorkerClient } from '../../../src/extension/store/workerClient';
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
      .request('query', { transaction: undefined, sql: 'SELECT ?', parameters: [value as never], first: false })
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
