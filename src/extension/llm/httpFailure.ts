import { text } from '../../shared/model/text';
import { GenerationError } from '../domain/ports/modelServer';
import type { Endpoint } from './endpoint';
import { findError, type ServerError } from './errorShapes';
import type { HttpAnswer } from './http';
import { LONGEST_ERROR, parseJson, readBody } from './readBody';
import { readableText } from './readableText';

/** The kinds of error that mean a prompt longer than the context: llama-server's and OpenAI's word. */
const CONTEXT_EXCEEDED = ['exceed_context_size_error', 'context_length_exceeded'];
/** llama-server's word while it loads its model. */
const LOADING = 'unavailable_error';

/** Reads an answer whose status is not 200 and makes the error of it. Closes the connection. */
export async function httpFailure(endpoint: Endpoint, answer: HttpAnswer): Promise<GenerationError> {
  let body = '';
  try {
    body = (await readBody(answer, LONGEST_ERROR)).text;
  } catch (error) {
    if (error instanceof GenerationError && error.reason === 'cancelled') return error;
    // The status alone already says that it failed.
  }
  return statusFailure(endpoint, answer.status, body);
}

/** Makes the error of a status and the body that came with it. */
export function statusFailure(endpoint: Endpoint, status: number, body: string): GenerationError {
  const said = findError(parseJson(body)) ?? { message: withoutMarkup(body), type: '' };
  if (CONTEXT_EXCEEDED.includes(said.type)) return contextExceeded(endpoint, said, status);
  const { label } = endpoint;
  switch (status) {
    case 401:
    case 403:
      return new GenerationError(
        'unauthorized',
        text(
          'The server on {0} asks for an access key (status {1}), and none can be sent. Start that server without a key.',
          label,
          status,
        ),
        { status },
      );
    case 429:
    case 503:
      return busy(endpoint, said, status);
    default:
      return new GenerationError('http', httpSentence(label, status, readableText(said.message)), { status });
  }
}

/** Makes the error of what a server says in the midst of its answer; undefined when it is not about the context. */
export function contextFailure(endpoint: Endpoint, said: ServerError): GenerationError | undefined {
  return CONTEXT_EXCEEDED.includes(said.type) ? contextExceeded(endpoint, said, undefined) : undefined;
}

function contextExceeded({ label }: Endpoint, said: ServerError, status: number | undefined): GenerationError {
  const sentence =
    said.promptTokens !== undefined && said.contextSize !== undefined
      ? text(
          'The prompt has {0} tokens and the model on {1} has room for {2}. Shorten the prompt, or start the server with a larger context.',
          said.promptTokens,
          label,
          said.contextSize,
        )
      : text(
          'The prompt is too long for the model on {0}: {1}. Shorten the prompt, or start the server with a larger context.',
          label,
          readableText(said.message),
        );
  return new GenerationError('context-exceeded', sentence, status === undefined ? {} : { status });
}

function busy({ label }: Endpoint, said: ServerError, status: number): GenerationError {
  const sentence =
    said.type === LOADING
      ? text('The server on {0} still loads its model. Wait until it is ready, then run again.', label)
      : text(
          'The server on {0} has no room for another request now (status {1}: {2}). Wait until it is idle, then run again.',
          label,
          status,
          readableText(said.message) || '—',
        );
  return new GenerationError('busy', sentence, { status });
}

function httpSentence(label: string, status: number, said: string): ReturnType<typeof text> {
  if (status === 200) {
    return text(
      'The server on {0} answered with an error: {1}. Change the payload or the server accordingly, then run again.',
      label,
      said,
    );
  }
  return said === ''
    ? text(
        'The server on {0} answered with status {1} where 200 was expected, and gave no reason. Look at the log of the server.',
        label,
        status,
      )
    : text(
        'The server on {0} answered with status {1} where 200 was expected: {2}. Change the payload or the server accordingly, then run again.',
        label,
        status,
        said,
      );
}

function withoutMarkup(body: string): string {
  return body.replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ');
}
