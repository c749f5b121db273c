import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { reply, replyJson, type Exchange } from './exchange';
import { StreamWriter } from './streamWriter';
import type { StreamForm } from './streamForm';
import type { Departure, Job, LastJob, TextEngine } from './textEngine';
import { markedThinking, type Thinking } from './thinking';

/** How one API writes down a text. */
export interface AnswerForm {
  /** Undefined for an answer in one piece. */
  readonly stream: StreamForm | undefined;
  /** Messages before the first text. */
  readonly head: readonly unknown[];
  /** One message of a stream. */
  piece(text: string): unknown;
  /** A message with thinking; absent where the API has no field for it. */
  thought?(text: string): unknown;
  /** The messages after the last text; a text stands as it is, everything else as JSON. */
  tail(job: LastJob): readonly unknown[];
  /** The answer in one piece. */
  whole(text: string, job: LastJob, thought: string): unknown;
  /** An error in the midst of a stream. */
  failure(message: string): unknown;
  /** The body of a status of 503. */
  busy(): unknown;
  /** Set where the server notices only while it streams that its client went away, as KoboldCpp does. */
  readonly noticesOnlyStreaming?: boolean;
}

/** Thrown where a fault ends the work. */
class FaultReached extends Error {}

/** Writes the text of a job as the answer to a request, with the fault that the request has to suffer. */
export async function answerText(engine: TextEngine, exchange: Exchange, job: Job, form: AnswerForm): Promise<void> {
  const { response, signal, fault } = exchange;
  switch (fault?.kind) {
    case 'silent':
      return;
    case 'refuse':
      replyJson(response, 503, form.busy());
      return;
    case 'loading':
      replyJson(response, 503, { error: { message: 'Loading model', type: 'unavailable_error', code: 503 } });
      return;
    case 'garbage':
      reply(response, 200, fault.contentType, fault.body);
      return;
    case 'httpError':
      reply(response, fault.status, 'application/json', fault.body);
      return;
    case 'slow':
      await delay(fault.firstTokenMs, undefined, { signal }).catch(() => undefined);
      break;
    case 'breakOff':
    case 'stall':
    case 'errorInStream':
    case undefined:
      break;
  }
  try {
    await (form.stream ? streamed(engine, exchange, job, form, form.stream) : inOnePiece(engine, exchange, job, form));
  } catch (error) {
    if (!(error instanceof FaultReached)) throw error;
  }
}

async function streamed(
  engine: TextEngine,
  exchange: Exchange,
  job: Job,
  form: AnswerForm,
  stream: StreamForm,
): Promise<void> {
  const writer = new StreamWriter(exchange, stream);
  const write = (value: unknown): Promise<void> =>
    writer.write(typeof value === 'string' ? value : JSON.stringify(value));
  for (const value of form.head) await write(value);
  await reachFault(exchange, form, writer, 0);
  const { field, marked } = placed(exchange.thinking, form);
  for (const word of wordsOf(field)) await write(form.thought?.(word));
  for (const word of wordsOf(marked)) await write(form.piece(word));
  const departure = departureOf(form, exchange);
  const pieces = engine.write(job, departure, (count) => reachFault(exchange, form, writer, count));
  let next = await pieces.next();
  for (; !next.done; next = await pieces.next()) await write(form.piece(next.value));
  for (const value of form.tail(next.value)) await write(value);
  writer.end();
}

async function inOnePiece(engine: TextEngine, exchange: Exchange, job: Job, form: AnswerForm): Promise<void> {
  const departure = departureOf(form, exchange);
  const pieces = engine.write(job, departure, (count) => reachFault(exchange, form, undefined, count));
  const { field, marked } = placed(exchange.thinking, form);
  let text = marked;
  let next = await pieces.next();
  for (; !next.done; next = await pieces.next()) text += next.value;
  replyJson(exchange.response, 200, form.whole(text, next.value, field));
}

function departureOf({ noticesOnlyStreaming = false, stream }: AnswerForm, { signal }: Exchange): Departure {
  return { signal, isNoticed: !noticesOnlyStreaming ? 'always' : stream ? 'whileWriting' : 'never' };
}

/** Where the thinking goes: into its field, or between marks where there is none. */
function placed(thinking: Thinking | undefined, form: AnswerForm): { readonly field: string; readonly marked: string } {
  if (!thinking) return { field: '', marked: '' };
  return thinking.as === 'field' && form.thought
    ? { field: thinking.text, marked: '' }
    : { field: '', marked: markedThinking(thinking) };
}

function wordsOf(text: string): readonly string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

async function reachFault(
  { fault, response, signal }: Exchange,
  form: AnswerForm,
  writer: StreamWriter | undefined,
  count: number,
): Promise<void> {
  if (fault?.kind === 'breakOff' && count >= fault.afterTokens) {
    await nextTurn(); // what is written goes out first: it is the client's to keep
    response.socket?.destroySoon();
    throw new FaultReached();
  }
  if (fault?.kind === 'errorInStream' && count >= fault.afterTokens) {
    await writer?.write(JSON.stringify(form.failure(fault.message)));
    response.end();
    throw new FaultReached();
  }
  if (fault?.kind === 'stall' && count >= fault.afterTokens && !signal.aborted) {
    // The slot stays taken, as by a server that hangs, until the client goes away.
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
  }
}
