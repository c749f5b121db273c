import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { Slots } from './slots';
import { StopStrings } from './stopStrings';
import type { Sampling, TextSource, Token } from './textSource';

/** One text to write. */
export interface Job {
  readonly prompt: readonly Token[];
  readonly maxTokens: number;
  readonly sampling: Sampling;
  readonly stop: readonly string[];
  /** By which it can be asked about and stopped; may be empty. */
  readonly key: string;
}

/** When a client goes away, and whether that is noticed. */
export interface Departure {
  readonly signal: AbortSignal;
  /** `whileWriting`: not while the job waits for a slot. */
  readonly isNoticed: 'always' | 'whileWriting' | 'never';
}

/** Why a job ended. */
export type Finish = 'eos' | 'stopString' | 'limit' | 'aborted' | 'none';

/** What is known of the last job that ended. */
export interface LastJob {
  readonly finish: Finish;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly seed: number;
  /** Which stop string ended it, where one did. */
  readonly stopString: string | undefined;
  /** Whether it ended because prompt and answer filled the context. */
  readonly contextFull: boolean;
}

/** How fast to write. */
export interface Pace {
  /** 0 is as fast as the source can. */
  readonly tokensPerSecond: number;
}

/** How many tokens are written at most before others get their turn. */
const BURST = 16;

interface Running {
  readonly job: Job;
  readonly stopped: AbortController;
  text: string;
  started: boolean;
}

/** Writes texts, one in each slot at a time, and knows what it writes. */
export class TextEngine {
  /** How many jobs have ended. */
  total = 0;
  last: LastJob = {
    finish: 'none',
    promptTokens: 0,
    completionTokens: 0,
    seed: -1,
    stopString: undefined,
    contextFull: false,
  };
  readonly #slots: Slots;
  readonly #running = new Set<Running>();
  #lastText = '';

  constructor(
    readonly source: TextSource,
    private readonly pace: Pace,
    readonly slots: number,
  ) {
    this.#slots = new Slots(slots);
  }

  /** How many jobs wait for a slot. */
  get queue(): number {
    return this.#slots.waiting;
  }

  /** How many jobs are being written. */
  get running(): number {
    return this.#slots.running;
  }

  /** Whether nothing is being written. */
  get idle(): boolean {
    return this.#slots.running === 0;
  }

  /**
   * Writes a text piece by piece; stop strings and what may begin one are held back. The work ends when the client goes
   * away, where that is noticed. `onToken` is awaited after each token and may end the work by throwing.
   */
  async *write(
    job: Job,
    { signal, isNoticed }: Departure,
    onToken?: (count: number) => Promise<void>,
  ): AsyncGenerator<string, LastJob> {
    const running: Running = { job, stopped: new AbortController(), text: '', started: false };
    const stopped = running.stopped.signal;
    const left = AbortSignal.any([signal, stopped]);
    const stop = isNoticed === 'never' ? stopped : left;
    this.#running.add(running);
    let completionTokens = 0;
    let finish: Finish = 'aborted';
    const entered = await this.#slots.enter(isNoticed === 'always' ? left : stopped);
    try {
      if (!entered) return this.#ended(job, 'aborted', 0, undefined);
      running.started = true;
      const stops = new StopStrings(job.stop);
      const tokens = this.source.continue(job.prompt, job.sampling);
      const room = Math.min(job.maxTokens, this.source.contextSize - job.prompt.length);
      const begun = performance.now();
      while (!stop.aborted) {
        if (completionTokens >= room) {
          finish = 'limit';
          break;
        }
        await this.#wait(begun, completionTokens, stop);
        if (isAborted(stop)) break;
        const token = tokens.next();
        if (token.done) {
          finish = 'eos';
          break;
        }
        completionTokens++;
        const piece = stops.push(token.value);
        running.text += piece;
        if (piece !== '') yield piece;
        await onToken?.(completionTokens);
        if (stops.found !== undefined) {
          finish = 'stopString';
          break;
        }
      }
      const rest = stops.rest();
      // KoboldCpp keeps the stop string in what it tells about its last text.
      running.text += rest + (stops.found ?? '');
      if (rest !== '') yield rest;
      return this.#ended(job, finish, completionTokens, stops.found);
    } finally {
      this.#running.delete(running);
      this.#lastText = running.text;
      if (entered) this.#slots.leave();
    }
  }

  /** Stops the job with that key; an empty key means the one being written. What it says is what KoboldCpp says. */
  abort(key: string): { readonly success: boolean; readonly done: boolean } {
    const found = [...this.#running].find(({ job, started }) => (key === '' ? started : job.key === key));
    if (!found) return { success: key === '' && this.idle, done: key === '' && this.idle };
    found.stopped.abort();
    return { success: true, done: found.started };
  }

  /** The text so far of the job with that key; of the last job when nothing is being written. */
  textSoFar(key: string): string {
    const found = [...this.#running].find(({ job }) => job.key === key);
    if (found) return found.text;
    return this.idle ? this.#lastText : '';
  }

  /** Stops everything. */
  abortAll(): void {
    for (const { stopped } of this.#running) stopped.abort();
  }

  async #wait(begun: number, written: number, signal: AbortSignal): Promise<void> {
    const { tokensPerSecond } = this.pace;
    const early = tokensPerSecond > 0 ? begun + ((written + 1) * 1000) / tokensPerSecond - performance.now() : 0;
    try {
      if (early > 1) await delay(early, undefined, { signal });
      else if (written % BURST === BURST - 1) await nextTurn();
    } catch {
      // Stopped while waiting: the caller asks the signal.
    }
  }

  #ended(job: Job, finish: Finish, completionTokens: number, stopString: string | undefined): LastJob {
    this.total++;
    const promptTokens = job.prompt.length;
    const contextFull = finish === 'limit' && promptTokens + completionTokens >= this.source.contextSize;
    const { seed } = job.sampling;
    this.last = { finish, promptTokens, completionTokens, seed, stopString, contextFull };
    return this.last;
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
