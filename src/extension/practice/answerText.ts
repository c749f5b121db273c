import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { EventWriter, type Framing } from './eventWriter';
import { reply, replyJson, type Exchange } from './exchange';
import type { Job, LastJob, TextEngine } from './textEngine';

/** How one API writes down a text. */
export interface AnswerForm {
  readonly stream: boolean;
  readonly framing: Framing;
  /** Stands before every event. */
  readonly eventPrefix: string;
  /** Events before the first text. */
  readonly head: readonly unknown[];
  /** One event of a stream. */
  piece(text: string): unknown;
  /** The events after the last text; a text stands as it is, everything else as JSON. */
  tail(job: LastJob): readonly unknown[];
  /** The answer in one piece. */
  whole(text: string, job: LastJob): unknown;
  /** An error in the midst of a stream. */
  failure(message: string): unknown;
  /** The body of a status of 503. */
  busy(): unknown;
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
    await (form.stream ? streamed(engine, exchange, job, form) : inOnePiece(engine, exchange, job, form));
  } catch (error) {
    if (!(error instanceof FaultReached)) throw error;
  }
}

async function streamed(engine: TextEngine, exchange: Exchange, job: Job, form: AnswerForm): Promise<void> {
  const writer = new EventWriter(exchange, form.framing, form.eventPrefix);
  const write = (value: unknown): Promise<void> =>
    writer.write(typeof value === 'string' ? value : JSON.stringify(value));
  for (const value of form.head) await write(value);
  await reachFault(exchange, form, writer, 0);
  const pieces = engine.write(job, exchange.signal, (count) => reachFault(exchange, form, writer, count));
  let next = await pieces.next();
  for (; !next.done; next = await pieces.next()) await write(form.piece(next.value));
  for (const value of form.tail(next.value)) await write(value);
  writer.end();
}

async function inOnePiece(engine: TextEngine, exchange: Exchange, job: Job, form: AnswerForm): Promise<void> {
  const pieces = engine.write(job, exchange.signal, (count) => reachFault(exchange, form, undefined, count));
  let text = '';
  let next = await pieces.next();
  for (; !next.done; next = await pieces.next()) text += next.value;
  replyJson(exchange.response, 200, form.whole(text, next.value));
}

async function reachFault(
  { fault, response, signal }: Exchange,
  form: AnswerForm,
  writer: EventWriter | undefined,
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
