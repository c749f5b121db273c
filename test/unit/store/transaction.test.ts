import assert from 'node:assert/strict';
import { StoreError } from '../../../src/extension/domain/ports/storeError';
import { packError } from '../../../src/extension/store/packedError';
import type { RequestKind, Requests, StatementOutcome } from '../../../src/extension/store/protocol';
import { asLast, Transaction } from '../../../src/extension/store/transaction';
import type { WorkerClient } from '../../../src/extension/store/workerClient';
import { text } from '../../../src/shared/model/text';

type Transact = Requests['transact']['request'];

const failure = new StoreError('constraint', text('There is one already.'));
const row = (value: number): StatementOutcome => ({ value: { columns: ['value'], rows: [[value]] } });

describe('A transaction', () => {
  /** What has crossed to the worker. */
  let crossed: (readonly [RequestKind, Transact])[];
  let answer: (request: Transact) => Promise<readonly StatementOutcome[]>;
  const client = {
    request: (kind: RequestKind, body: Transact) => {
      crossed.push([kind, body]);
      return kind === 'transact' ? answer(body) : Promise.resolve(undefined);
    },
  } as unknown as WorkerClient;
  const begin = (brief = true): Transaction => new Transaction(client, 7, brief);

  beforeEach(() => {
    crossed = [];
    answer = ({ statements }) => Promise.resolve(statements.map((_, index) => row(index)));
  });

  it('crosses as one request when all of it is known at once', async () => {
    const tx = begin();
    const results = await asLast(tx, Promise.all([tx.rows('SELECT 1', [2]), tx.get('SELECT 2'), tx.rows('SELECT 3')]));
    tx.changed({ entity: 'run', action: 'changed', id: 1 });
    assert.deepEqual(await tx.commit(), [{ entity: 'run', action: 'changed', id: 1 }]);
    assert.deepEqual(results, [[[0]], { value: 1 }, [[2]]]);
    const query = (sql: string, parameters: readonly number[] = [], first = false) => ({
      ...{ kind: 'query', sql, parameters, first },
    });
    assert.deepEqual(crossed, [
      [
        'transact',
        {
          ...{ transaction: 7, begin: { brief: true }, commit: { onlyWhole: true } },
          statements: [query('SELECT 1', [2]), query('SELECT 2', [], true), query('SELECT 3')],
        },
      ],
    ]);
  });

  it('crosses again for what it is asked for later, and begins and ends once', async () => {
    const tx = begin(false);
    await tx.begun;
    await Promise.all([tx.run('UPDATE a'), tx.runMany('UPDATE b', [[1], [2]])]);
    await tx.run('UPDATE c');
    await tx.commit();
    assert.deepEqual(
      crossed.map(([, { begin: begun, statements, commit }]) => [begun, statements.map(({ sql }) => sql), commit]),
      [
        [{ brief: false }, [], undefined],
        [undefined, ['UPDATE a', 'UPDATE b'], undefined],
        [undefined, ['UPDATE c'], undefined],
        [undefined, [], { onlyWhole: false }],
      ],
    );
  });

  it('is undone after what it was asked for in the same go', async () => {
    const tx = begin();
    const asked = tx.run('UPDATE a');
    await tx.rollback();
    await asked;
    assert.deepEqual(
      crossed.map(([kind]) => kind),
      ['transact', 'rollback'],
    );
    await assert.rejects(tx.run('UPDATE b'), /over/);
  });

  it('tells of a statement that fails alone, and goes on', async () => {
    answer = () => Promise.resolve([row(1), { error: packError(failure) }, row(3)]);
    const tx = begin();
    const ends = await Promise.allSettled([1, 2, 3].map((value) => tx.rows('SELECT ?', [value])));
    assert.deepEqual(
      ends.map((end) => (end.status === 'fulfilled' ? end.value : (end.reason as StoreError).reason)),
      [[[1]], 'constraint', [[3]]],
    );
    assert.equal(tx.open, true);
  });

  it('tells everybody who waits when it cannot begin or end', async () => {
    answer = () => Promise.reject(failure);
    const tx = begin();
    const ends = await Promise.allSettled([tx.begun, asLast(tx, tx.run('UPDATE a')), tx.commit()]);
    assert.deepEqual(
      ends.map((end) => end.status === 'rejected' && (end.reason as unknown)),
      [failure, failure, failure],
    );
  });
});
