import { text } from '../../shared/model/text';
import { GenerationError } from '../domain/ports/modelServer';
import type { Endpoint } from './endpoint';
import { findError, type ServerError } from './errorShapes';
import { failedWhileAnswering, lacksKey, stillLoading } from './failures';
import type { HttpAnswer } from './http';
import { LONGEST_ERROR, parseJson, readBody } from './readBody';
import { readableText } from './readableText';

/** The kinds of error that mean a prompt longer than the context: llama-server's and OpenAI's word. */
const CONTEXT_EXCEEDED = ['exceed_context_size_error', 'context_length_exceeded'];
/** llama-server's word while it loads its model. */
export const LOADING = 'unavailable_error';

/** The kinds of error that mean no room now: KoboldCpp's word, those of vLLM and OpenAI. */
const BUSY = [
  'service_unavailable',
  'ServiceUnavailableError',
  'overloaded',
  'overloaded_error',
  'rate_limit_exceeded',
];
/** The same in sentences, for servers that have no word for it or send another status with it. */
const SAYS_BUSY = /\bserver (?:is )?(?:busy|overloaded)\b|\bmaximum pending requests\b/i;
const SAYS_LOADING = /\bmodel is (?:still |currently )?(?:being loaded|loading)\b|^loading model\b/i;
/** A prompt longer than the context, in the sentences of vLLM and LM Studio. */
const SAYS_EXCEEDED =
  /\bmaximum context length\b|\bcontext (?:length|size|window) (?:is )?exceeded\b|\bcontext(?: the)? overflows\b/i;

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
  if (isContextExceeded(said)) return contextExceeded(endpoint, said, status);
  const { label } = endpoint;
  switch (status) {
    case 401:
    case 403:
      return lacksKey(endpoint, status);
    case 429:
    case 503:
      return busy(endpoint, said, status);
    default:
      if (isBusy(said)) return busy(endpoint, said, status);
      return new GenerationError('http', httpSentence(label, status, readableText(said.message)), { status });
  }
}

/** Makes the error of what a server says in the midst of an answer whose status was 200. */
export function failureWhileAnswering(endpoint: Endpoint, said: ServerError): GenerationError {
  if (isContextExceeded(said)) return contextExceeded(endpoint, said, undefined);
  return isBusy(said) ? busy(endpoint, said, 200) : failedWhileAnswering(endpoint, said.message);
}

function isContextExceeded({ type, message }: ServerError): boolean {
  return CONTEXT_EXCEEDED.includes(type) || SAYS_EXCEEDED.test(message);
}

function isBusy({ type, message }: ServerError): boolean {
  return type === LOADING || BUSY.includes(type) || SAYS_BUSY.test(message) || SAYS_LOADING.test(message);
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

function busy(endpoint: Endpoint, said: ServerError, status: number): GenerationError {
  if (said.type === LOADING || SAYS_LOADING.test(said.message)) return stillLoading(endpoint, status);
  const sentence = text(
    'The server on {0} has no room for another request now (status {1}: {2}). Wait until it is idle, then run again.',
    endpoint.label,
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
