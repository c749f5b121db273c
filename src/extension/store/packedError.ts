import { inspect } from 'node:util';
import { text } from '../../shared/model/text';
import { StoreError } from '../domain/ports/storeError';
import type { PackedError } from './protocol';

/** Makes of anything thrown what can cross from the worker. */
export function packError(error: unknown): PackedError {
  const storeError = asStoreError(error);
  return { reason: storeError.reason, text: storeError.text, detail: detailOf(storeError.cause) };
}

/** The error as the host throws it. */
export function unpackError(packed: PackedError): StoreError {
  return new StoreError(packed.reason, packed.text, packed.detail === undefined ? {} : { cause: packed.detail });
}

/** The error itself when it is one of the store's, else a failure with it as the cause. */
export function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new StoreError('failed', text('The database failed: {0}', message), { cause: error });
}

function detailOf(cause: unknown): string | undefined {
  if (cause === undefined) return undefined;
  return cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause);
}
