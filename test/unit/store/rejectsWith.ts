import assert from 'node:assert/strict';
import { StoreError, type StoreErrorReason } from '../../../src/extension/domain/ports/storeError';

/** Expects a `StoreError` for that reason, whose sentence is more than a word; the error. */
export async function rejectsWith(reason: StoreErrorReason, promise: Promise<unknown>): Promise<StoreError> {
  const error = await promise.then(
    () => assert.fail(`expected a rejection with reason ${reason}`),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof StoreError, `expected a StoreError, got ${String(error)}`);
  assert.equal(error.reason, reason, error.message);
  assert.match(error.message, /\w+ .*\.?$/s);
  assert.doesNotMatch(error.message, /\{\d\}/);
  return error;
}
