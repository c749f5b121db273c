import type { EndpointAddress } from '../../shared/model/endpoint';
import { defaultSettings } from '../domain/payload/settings';
import type { GenerationStart, ModelServer } from '../domain/ports/modelServer';
import type { Clock } from '../platform/ports/clock';
import { metadataAtEnd, metadataAtStart } from './responseMetadata';

/** What the model is asked. */
const PROMPT = 'Reply with one word.';
/** Enough for one word, and for what some models think before it. */
const RESPONSE_LENGTH = 256;

/** What came of one short question. */
export interface EndpointTrial {
  /** The answer, without blanks at its ends. */
  readonly answer: string;
  /** Whether the model thought before it answered, or instead. */
  readonly thought: boolean;
  /** The server's own name and version. */
  readonly server: string;
  readonly model: string | undefined;
  /** Milliseconds to the first text or thought; undefined where none came. */
  readonly timeToFirstTokenMs: number | undefined;
  /** Tokens for each second after that; undefined where it cannot be told. */
  readonly tokensPerSecond: number | undefined;
}

/**
 * Asks an endpoint for one word, past all queues, to see whether it answers and how fast.
 * @throws {GenerationError}
 */
export async function tryEndpoint(
  { host, port }: EndpointAddress,
  { server, clock }: { readonly server: Pick<ModelServer, 'generate'>; readonly clock: Pick<Clock, 'now'> },
  signal: AbortSignal,
): Promise<EndpointTrial> {
  const settings = { ...defaultSettings, port, modelFormat: 'auto', temperature: 0, responseLength: RESPONSE_LENGTH };
  const request = { host, settings, messages: [{ role: 'user', content: PROMPT }] } as const;
  let start: GenerationStart | undefined;
  let sentAt = clock.now();
  let firstTextAt: number | undefined;
  let answer = '';
  let thought = false;
  const end = await server.generate(
    request,
    {
      started: (begun) => {
        start = begun;
        sentAt = clock.now();
      },
      text: (piece) => {
        firstTextAt ??= clock.now();
        answer += piece;
      },
      thinking: () => {
        firstTextAt ??= clock.now();
        thought = true;
      },
      textWasThinking: () => {
        answer = '';
        thought = true;
      },
    },
    signal,
  );
  const times = { sentAt, firstTextAt, endedAt: clock.now() };
  const { model, timeToFirstTokenMs, tokensPerSecond } = metadataAtEnd(metadataAtStart(request, start), times, end);
  return { answer: answer.trim(), thought, server: start?.server ?? '', model, timeToFirstTokenMs, tokensPerSecond };
}
