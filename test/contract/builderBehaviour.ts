import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RpcError } from '../../src/shared/protocol/rpc';
import { settled } from '../support/fakesClock';
import type { BuilderHost, BuilderTestPage } from './builderTestPage';

/** A page of any builder. */
type Page<Edit> = BuilderTestPage<Edit, HistoryLabels, BuilderHost<Edit>>;

/** What every builder shows of its history. */
interface HistoryLabels {
  readonly undo: string | null;
  readonly redo: string | null;
}

/** Each of these edits is made, by one such operation of the store. */
export async function makesOneTransactionOfEach<Edit extends { readonly kind: string }>(
  page: Page<Edit>,
  edits: readonly Edit[],
  wanted: string,
): Promise<void> {
  const { operations } = page.world.transactions;
  for (const edit of edits) {
    operations.length = 0;
    assert.equal(await page.edit(edit), null);
    assert.deepEqual(
      operations.filter((operation) => operation === wanted),
      [wanted],
      edit.kind,
    );
  }
}

/** These edits are made, taken back one by one, made again, and all that once more; `look` is what has to be as it was. */
export async function takesBackAndMakesAgain<Edit>(
  page: Page<Edit>,
  edits: readonly Edit[],
  look: () => string,
): Promise<void> {
  const looks = [look()];
  for (const edit of edits) {
    assert.equal(await page.edit(edit), null);
    looks.push(look());
  }
  for (let round = 0; round < 2; round++) {
    for (const expected of looks.slice(0, -1).reverse()) {
      assert.equal(await page.go('undo'), null);
      assert.equal(look(), expected);
    }
    assert.equal(page.shown.undo, null);
    for (const expected of looks.slice(1)) {
      assert.equal(await page.go('redo'), null);
      assert.equal(look(), expected);
    }
    assert.equal(page.shown.redo, null);
  }
}

/** Each of these is refused where an edit should be. */
export async function refusesEdits<Edit>(page: Page<Edit>, wrong: readonly unknown[]): Promise<void> {
  for (const edit of wrong) {
    await assert.rejects(
      page.rpc.request('edit', edit as Edit),
      (error) => error instanceof RpcError && error.reason === 'refused',
      JSON.stringify(edit).slice(0, 100),
    );
  }
}

/** Sends anything at all to the host, as these requests and otherwise, and waits for what comes of it. */
export async function sendsAnything<Edit>({ end }: Page<Edit>, methods: readonly string[]): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...methods), fc.anything(), async (name, params) => {
      end.other?.inject({ kind: 'request', id: 1_000_000, method: name, params });
      end.other?.inject(params);
      end.other?.inject({ kind: 'event', name, value: params });
      await settled();
    }),
    { numRuns: 200 },
  );
}

/** A page that fails, and whose person asks for it again. */
export async function failsAndReloads<Edit>(page: Page<Edit>): Promise<void> {
  page.rpc.emit('failed', 'TypeError: x');
  page.rpc.emit('reload', null);
  await settled();
  assert.equal(page.reloads, 1);
  assert.ok(page.world.logged.some((line) => line.includes('TypeError: x')));
}
