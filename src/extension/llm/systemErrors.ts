import { GenerationError } from '../domain/ports/modelServer';
import type { Endpoint } from './endpoint';
import { connectTimeout, endedEarly, noConnection, notTheProtocol, unknownHost, unreachable } from './failures';

/** Says for a person what an error of the network or of the HTTP parser means. */
export function fromSystemError(endpoint: Endpoint, error: unknown, connectLimit: number): GenerationError {
  if (error instanceof GenerationError) return error;
  const code = codeOf(error);
  switch (code) {
    case 'ECONNREFUSED':
      return unreachable(endpoint, error);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EAI_NONAME':
    case 'ERR_INVALID_ARG_VALUE':
    case 'ERR_INVALID_CHAR':
      return unknownHost(endpoint, error);
    case 'ETIMEDOUT':
      // The system gave up before our own limit did.
      return connectTimeout(endpoint, connectLimit);
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
    case 'ERR_STREAM_PREMATURE_CLOSE':
    case 'HPE_INVALID_EOF_STATE':
      return endedEarly(endpoint, error);
    default:
      return code.startsWith('HPE_')
        ? notTheProtocol(endpoint, 'HTTP', code, error)
        : noConnection(endpoint, code || String(error), error);
  }
}

function codeOf(error: unknown): string {
  // Several addresses tried at once fail with one error that holds the others.
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
