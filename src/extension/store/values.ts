import { inspect } from 'node:util';
import { text } from '../../shared/model/text';
import { StoreError } from '../domain/ports/storeError';

/** What a statement's parameter may be. Views of binary data other than `Uint8Array` are stored byte for byte. */
export type SqlParameter = string | number | bigint | boolean | null | ArrayBufferView;

/** What a column holds. Integers beyond 2^53 lose digits. */
export type SqlValue = string | number | null | Uint8Array;

/** A row as an object, keyed by column. */
export type Row = Readonly<Record<string, SqlValue>>;

/**
 * Makes parameters fit for SQLite. sql.js would throw a plain string for `undefined`, keep a `bigint` as text, store one
 * byte for each element of a `Float32Array`, and make NULL of NaN; here each is converted or refused.
 * @throws {StoreError} with reason `failed`
 */
export function toSqlValues(parameters: readonly SqlParameter[]): SqlValue[] {
  return parameters.map(toSqlValue);
}

function toSqlValue(value: SqlParameter | undefined, index: number): SqlValue {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      if (!Number.isNaN(value)) return value;
      break;
    case 'boolean':
      return value ? 1 : 0;
    case 'bigint':
      if (value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
      break;
    default:
      if (value === null) return null;
      // A copy, so that a view of a large buffer does not carry the whole buffer across to the worker.
      if (ArrayBuffer.isView(value)) {
        return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
      }
  }
  throw new StoreError(
    'failed',
    text('The value {0} of a statement cannot be stored: {1}.', index + 1, describe(value)),
  );
}

function describe(value: unknown): string {
  return inspect(value, { depth: 0, maxStringLength: 100 });
}
