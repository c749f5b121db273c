import type { EndpointAddress } from '../../shared/model/endpoint';
import type { ResponseText, StepChange } from '../domain/ports/runRepository';
import { assertNever } from '../domain/assertNever';
import { canonicalAddress } from '../domain/payload/endpointAddress';
import { GenerationError } from '../domain/ports/modelServer';
import { nextTry, type Tries } from '../domain/workflow/backoff';
import { pause } from './pause';
import type { TurnGiver } from './queue/queues';
import { failureSentence } from './runFailure';
import type { PendingRetry, StepPhase } from './runner';
import { RunRefusedError } from './runRefusedError';
import { restrictedMode } from './restrictedMode';
import type { RunStep } from './runSnapshot';
import { RunStopped } from './runStopped';
import type { StepAssembly } from './stepAssembly';
import {
  StepRequest,
  type RequestEnd,
  type RequestResult,
  type RequestTask,
  type StepDependencies,
} from './stepRequest';

/** One step of a run that is executed. */
export interface StepTask {
  readonly runId: number;
  readonly stepExecutionId: string;
  readonly stepIndex: number;
  readonly step: RunStep;
  readonly assembly: StepAssembly;
  /** What it is given, as it is stored. */
  readonly input: string;
}

/** What a step works with. */
export interface StepRunDependencies extends StepDependencies {
  readonly turns: TurnGiver;
  /** Told that a server has just said what it is. */
  readonly recognised: (endpoint: EndpointAddress) => void;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Whether requests may be sent now; asked again before each. */
  readonly isAllowed: () => boolean;
}

/** Told what happens to a step, each after it is true in the store. */
export interface StepRunObserver {
  progressed(progress: StepProgress): void;
  /** A response exists from now on; `arrived` is what of it has come, now and later. */
  responseStarted(responseId: number, arrived: () => ResponseText): void;
  streamed(responseId: number): void;
  responseEnded(responseId: number): void;
}

/** Where a step stands. */
export interface StepProgress {
  readonly phase: StepPhase;
  readonly answerIndex: number;
  readonly retry: PendingRetry | undefined;
  readonly responseId: number | undefined;
}

/** How a step ended: with the response that flows on, or with the failure that it was left with. */
export type StepOutcome =
  | { readonly kind: 'answered'; readonly answer: string }
  /** The answer is what an earlier one of several answers says; undefined where there is none. */
  | { readonly kind: 'failed'; readonly error: GenerationError; readonly answer: string | undefined };

/** What follows from a try. */
type Verdict =
  | { readonly kind: 'answered'; readonly change: StepChange | undefined }
  | { readonly kind: 'stopped' | 'failed'; readonly error: unknown; readonly change: StepChange }
  | {
      readonly kind: 'retry';
      readonly error: GenerationError;
      readonly isBusy: boolean;
      readonly delayMs: number;
      readonly change: StepChange;
    };

interface Try extends RequestResult {
  readonly verdict: Verdict;
}

/** Executes one step: asks for each of its answers, in turn with other runs, and again where that has failed. */
export class StepRun {
  /** How many responses the step has, those that failed tries left included. */
  private responseCount = 0;
  /** How many of them are answers. */
  private answerCount = 0;
  /** How often a request was sent again. */
  private retryCount = 0;

  constructor(
    private readonly task: StepTask,
    private readonly dependencies: StepRunDependencies,
    private readonly observer: StepRunObserver,
  ) {}

  /**
   * Resolves when the step has ended in the store.
   * @throws {RunStopped} when the signal stopped it, or the queue was cleared
   * @throws {RunRefusedError} in Restricted Mode
   * @throws {StoreError}
   */
  async run(signal: AbortSignal): Promise<StepOutcome> {
    const { answers } = this.task.step.settings;
    let answer: string | undefined;
    while (this.answerCount < answers) {
      const result = await this.ask(signal);
      if (result.kind === 'failed') {
        return { ...result, answer: this.answerCount > 0 ? await this.chosenAnswer() : undefined };
      }
      ({ answer } = result);
      this.answerCount += 1;
    }
    // Of several answers a person may have chosen another one while the last was written.
    return { kind: 'answered', answer: (answers > 1 ? await this.chosenAnswer() : answer) ?? '' };
  }

  /** Asks for one answer until it is there, or not to be had. */
  private async ask(signal: AbortSignal): Promise<StepOutcome> {
    let tries: Tries = { busy: 0, failed: 0 };
    let replaces: number | undefined;
    for (;;) {
      const { verdict, responseId, text } = await this.try(replaces, tries, signal);
      switch (verdict.kind) {
        case 'answered':
          return { kind: 'answered', answer: text.content };
        case 'stopped':
          throw new RunStopped({ cause: verdict.error });
        case 'failed':
          if (verdict.error instanceof GenerationError) {
            return { kind: 'failed', error: verdict.error, answer: undefined };
          }
          throw verdict.error;
        case 'retry': {
          const { error, isBusy, delayMs } = verdict;
          tries = isBusy ? { ...tries, busy: tries.busy + 1 } : { ...tries, failed: tries.failed + 1 };
          replaces = text.content === '' && text.thinking === '' ? responseId : undefined;
          const at = this.dependencies.clock.now() + delayMs;
          const retry = { isBusy, count: this.retryCount, at, message: failureSentence(error) };
          this.progress('retrying', undefined, retry);
          await pause(this.dependencies.clock, delayMs, signal);
          break;
        }
        default:
          assertNever(verdict);
      }
    }
  }

  /** Sends the request once, when its turn has come. */
  private async try(replaces: number | undefined, tries: Tries, signal: AbortSignal): Promise<Try> {
    const { turns, runs } = this.dependencies;
    const { runId, stepExecutionId, input } = this.task;
    this.checkAllowed();
    this.progress('queued');
    const lease = await turns.acquire({ endpoint: this.endpoint, runId, stepExecutionId, input }, signal);
    try {
      this.checkAllowed();
      this.progress('connecting');
      let verdict: Verdict | undefined;
      const judge = (end: RequestEnd): Verdict => (verdict ??= this.judge(end, tries));
      const result = await this.request(replaces, (end) => judge(end).change).run(signal);
      const judged = judge(result.end);
      if (result.responseId === undefined && judged.change && judged.kind !== 'stopped') {
        await runs.changeStep(stepExecutionId, judged.change); // otherwise it is stored with the response
      } // the end of the run stores that of a step that was stopped
      return { ...result, verdict: judged };
    } finally {
      void lease.release(); // it never rejects, and the next turn need not wait for it
    }
  }

  private request(replaces: number | undefined, stepAtEnd: RequestTask['stepAtEnd']): StepRequest {
    const { runId, stepExecutionId, stepIndex, step, assembly } = this.task;
    const { id: payloadId, name: payloadName } = step.payload;
    const answerIndex = replaces === undefined ? this.responseCount : this.responseCount - 1;
    let current: number | undefined;
    const request: StepRequest = new StepRequest(
      {
        ...{ runId, stepExecutionId, stepIndex, payloadId, payloadName, answerIndex, replaces, stepAtEnd },
        request: assembly.request,
      },
      this.dependencies,
      {
        responseStarted: (responseId) => {
          current = responseId;
          this.responseCount = answerIndex + 1;
          this.dependencies.recognised(this.endpoint);
          this.observer.responseStarted(responseId, () => request.arrived);
          this.progress(phaseOf(request.arrived), responseId);
        },
        thinking: () => {
          this.progress('thinking', current);
        },
        writing: () => {
          this.progress('writing', current);
        },
        streamed: (responseId) => {
          this.observer.streamed(responseId);
        },
        responseEnded: (responseId) => {
          this.observer.responseEnded(responseId);
        },
      },
    );
    return request;
  }

  private judge(end: RequestEnd, tries: Tries): Verdict {
    const { settings } = this.task.step;
    switch (end.kind) {
      case 'answered': {
        const isLast = this.answerCount + 1 >= settings.answers;
        return { kind: 'answered', change: isLast ? { status: 'completed', errorMessage: null } : undefined };
      }
      case 'stopped':
        return { ...end, change: { status: 'cancelled' } };
      case 'failed': {
        const { error } = end;
        const errorMessage = failureSentence(error);
        if (!(error instanceof GenerationError)) {
          return { ...end, change: { status: 'failed', errorMessage } };
        }
        const next = nextTry(error, tries, settings, this.dependencies.random);
        if (next.kind === 'give-up') {
          return { ...end, change: { status: 'failed', errorMessage } };
        }
        const isBusy = next.kind === 'busy';
        this.retryCount += isBusy ? 0 : 1; // waiting for a server that has no room is no retry
        const change = { status: 'retrying', retryCount: this.retryCount, errorMessage } as const;
        return { kind: 'retry', error, isBusy, delayMs: next.delay, change };
      }
      default:
        return assertNever(end);
    }
  }

  private async chosenAnswer(): Promise<string | undefined> {
    const { runs } = this.dependencies;
    const responses = await runs.responses(this.task.runId);
    const chosen = responses.find((one) => one.stepExecutionId === this.task.stepExecutionId && one.chosen);
    return chosen && (await runs.response(chosen.id))?.content;
  }

  private get endpoint(): EndpointAddress {
    const { host, settings } = this.task.assembly.request;
    return canonicalAddress({ host, port: settings.port }); // one queue for all ways to write an address
  }

  private checkAllowed(): void {
    if (!this.dependencies.isAllowed()) {
      throw new RunRefusedError(restrictedMode, []);
    }
  }

  private progress(phase: StepPhase, responseId?: number, retry?: PendingRetry): void {
    this.observer.progressed({ phase, answerIndex: this.answerCount, responseId, retry });
  }
}

function phaseOf({ content, thinking }: ResponseText): StepPhase {
  return content !== '' ? 'writing' : thinking !== '' ? 'thinking' : 'waiting';
}
