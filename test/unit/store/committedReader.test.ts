import assert from 'node:assert/strict';
import { StoreError } from '../../../src/extension/domain/ports/storeError';
import { text } from '../../../src/shared/model/text';
import { CommittedReader } from '../../../src/extension/store/committedReader';
import type { WorkerClient } from '../../../src/extension/store/workerClient';

describe('Reading what is committed', () => {
  let asked: { readonly sql: string; readonly parameters: readonly unknown[]; readonly first: boolean }[];
  let answer: () => Promise<unknown>;
  const client = {
    request: (_kind: string, body: (typeof asked)[number]) => {
      asked.push(body);
      return answer();
    },
  } as unknown as WorkerClient;
  const reader = new CommittedReader(client, () => undefined);

  beforeEach(() => {
    asked = [];
    answer = () => Promise.resolve({ columns: ['id'], rows: [[asked.length]] });
  });

  it('reads once what is asked for several times in one go, and again later', async () => {
    const found = await Promise.all([1, 1, 2, 1].map((id) => reader.get('SELECT ?', [id])));
    assert.deepEqual(
      asked.map(({ parameters }) => parameters),
      [[1], [2]],
    );
    assert.deepEqual(found, [{ id: 1 }, { id: 1 }, { id: 2 }, { id: 1 }]);
    assert.notEqual(found[0], found[1]);
    await reader.get('SELECT ?', [1]);
    assert.equal(asked.length, 3);
  });

  it('takes nothing for the same that differs', async () => {
    const values = [null, Infinity, -Infinity, 'null', 0, '0', new Uint8Array([0]), new Uint8Array([1])];
    await Promise.all([
      ...values.map((value) => reader.rows('SELECT ?', [value])),
      reader.get('SELECT ?', [0]),
      reader.rows('SELECT ?1', [0]),
    ]);
    assert.equal(asked.length, values.length + 2);
  });

  it('tells everybody who asked why it failed', async () => {
    const failure = new StoreError('failed', text('No such table.'));
    answer = () => Promise.reject(failure);
    const ends = await Promise.allSettled([reader.rows('SELECT'), reader.all('SELECT')]);
    assert.deepEqual(
      ends.map((end) => end.status === 'rejected' && (end.reason as unknown)),
      [failure, failure],
    );
    assert.equal(asked.length, 1);
  });
});
