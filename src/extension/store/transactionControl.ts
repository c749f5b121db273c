import { text } from '../../shared/model/text';
import { StoreError } from '../domain/ports/storeError';

/** Statements that would end a transaction behind the store's back, or reach another file. */
const CONTROL =
  /^(?:\s|;|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*(begin|commit|end|rollback(?!\s+(?:transaction\s+)?to\b)|attach|detach)\b/i;

/**
 * Refuses statements that control transactions: `beginTransaction`, `commitTransaction`, `rollbackTransaction` and
 * `transaction` do this. Savepoints are allowed.
 * @throws {StoreError} with reason `failed`
 */
export function refuseTransactionControl(sql: string): void {
  const word = CONTROL.exec(sql)?.[1];
  if (word === undefined) return;
  throw new StoreError(
    'failed',
    text('{0} is not allowed as a statement: use the operations of the store.', word.toUpperCase()),
  );
}
