import { text } from '../../shared/model/text';
import { GenerationError } from '../domain/ports/modelServer';
import { addressOf, type Endpoint } from './endpoint';
import { readableText } from './readableText';

/** Nothing listens on the port. */
export function unreachable({ label }: Endpoint, cause?: unknown): GenerationError {
  return new GenerationError(
    'unreachable',
    text(
      'Nothing answers on {0}. Start a model server on that port, run the command "Start Practice Server", or change the host and port of the payload.',
      label,
    ),
    { cause },
  );
}

/** The network or the system refuses the connection for a reason of its own. */
export function noConnection({ label }: Endpoint, code: string, cause: unknown): GenerationError {
  return new GenerationError(
    'unreachable',
    text(
      'No connection to {0} can be made ({1}). Check the host and port of the payload and the network between.',
      label,
      readableText(code),
    ),
    { cause },
  );
}

/** The host name cannot be resolved. */
export function unknownHost({ host, label }: Endpoint, cause?: unknown): GenerationError {
  return new GenerationError(
    'unknown-host',
    text(
      'No machine with the name "{0}" is known, so {1} cannot be reached. Correct the host of the payload; for this machine it is 127.0.0.1.',
      readableText(host),
      readableText(label),
    ),
    { cause },
  );
}

/** No connection within the limit. */
export function connectTimeout({ label }: Endpoint, milliseconds: number): GenerationError {
  return new GenerationError(
    'connect-timeout',
    text(
      'No connection to {0} within {1} seconds. Check that the machine is on and lets connections through, or raise the setting llmOrchestrator.connectTimeout.',
      label,
      milliseconds / 1000,
    ),
  );
}

/** Connected, but no byte of an answer in time. */
export function firstByteTimeout({ label }: Endpoint, milliseconds: number): GenerationError {
  return new GenerationError(
    'silence-timeout',
    text(
      'The server on {0} did not begin its answer within {1} seconds. It may still be reading a long prompt: raise the setting llmOrchestrator.firstByteTimeout or the limit of the step (0 waits for ever), or check the server.',
      label,
      milliseconds / 1000,
    ),
  );
}

/** Connected, but no byte for too long. */
export function silenceTimeout({ label }: Endpoint, milliseconds: number): GenerationError {
  return new GenerationError(
    'silence-timeout',
    text(
      'The server on {0} sent nothing for {1} seconds. It may still be reading a long prompt: raise the setting llmOrchestrator.silenceTimeout (0 waits for ever), or check the server.',
      label,
      milliseconds / 1000,
    ),
  );
}

/** It was asked what it is, and did not say. */
export function silentAboutItself({ label }: Endpoint, milliseconds: number): GenerationError {
  return new GenerationError(
    'silence-timeout',
    text(
      'Something accepts connections on {0} but did not say within {1} seconds what it is. Check that a model server listens there, or choose a provider in the payload.',
      label,
      milliseconds / 1000,
    ),
  );
}

/** The connection closed, or the text stopped, before the end mark. */
export function endedEarly({ label }: Endpoint, cause?: unknown): GenerationError {
  return new GenerationError(
    'ended-early',
    text(
      'The server on {0} closed the connection before its answer was complete. Look at the log of the server: it may have crashed or run out of memory. Then run again.',
      label,
    ),
    { cause },
  );
}

/** The server said, while it was answering, that it cannot go on. */
export function failedWhileAnswering({ label }: Endpoint, message: string): GenerationError {
  return new GenerationError(
    'ended-early',
    text(
      'The server on {0} broke off its answer: {1}. Look at the log of the server, then run again.',
      label,
      readableText(message),
    ),
  );
}

/** Bytes that are not the protocol. */
export function notTheProtocol({ label }: Endpoint, expected: string, found: string, cause?: unknown): GenerationError {
  return new GenerationError(
    'protocol',
    text(
      'The answer of {0} is not what a model server sends: expected {1}, found {2}. Check that the port of the payload is that of a model server.',
      label,
      expected,
      readableText(found),
    ),
    { cause },
  );
}

/** The server still loads its model. */
export function stillLoading({ label }: Endpoint, status?: number): GenerationError {
  return new GenerationError(
    'busy',
    text('The server on {0} still loads its model. Wait until it is ready, then run again.', label),
    status === undefined ? {} : { status },
  );
}

/** The server wants a key and was sent none, or refuses the one that is kept for it. */
export function lacksKey(endpoint: Endpoint, status: number | undefined): GenerationError {
  const { label, key } = endpoint;
  const sentence =
    key === undefined
      ? text('The server on {0} asks for an access key. Set it with the command "Set Key", then try again.', label)
      : text(
          'The server on {0} refuses the access key that is kept for it. Set the right one with the command "Set Key", then try again.',
          label,
        );
  return new GenerationError('unauthorized', sentence, {
    endpoint: addressOf(endpoint),
    ...(status !== undefined && { status }),
  });
}

/** Something answers, but nothing that the extension can talk to. */
export function unrecognised({ label }: Endpoint): GenerationError {
  return new GenerationError(
    'unrecognised',
    text(
      'Something answers on {0}, but it is not a model server that can be used: neither the API of KoboldCpp nor an OpenAI-compatible API is there. Check the port of the payload.',
      label,
    ),
  );
}

/** No model is loaded, and the server needs to be told one. */
export function noModel({ label }: Endpoint, server: string): GenerationError {
  return new GenerationError(
    'busy',
    text('{0} on {1} has no model. Load or download a model there, then run again.', readableText(server), label),
  );
}

/** The caller stopped it. */
export function cancelled({ label }: Endpoint): GenerationError {
  return new GenerationError('cancelled', text('The request to {0} was stopped.', label));
}
