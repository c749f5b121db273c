import type { EndpointAddress } from '../../shared/model/endpoint';
import { assertNever } from '../domain/assertNever';
import { GenerationError } from '../domain/ports/modelServer';
import type { ResponseText, RunEnd, StepChange } from '../domain/ports/runRepository';
import { nextTry, type Tries } from '../domain/workflow/backoff';
import { HeadStart } from './headStart';
import { pause } from './pause';
import type { Lease, TurnGiver } from './queue/queues';
import { restrictedMode } from './restrictedMode';
import { failureSentence } from './runFailure';
import type { PendingRetry, StepPhase } from './runner';
import { RunRefusedError } from './runRefusedError';
import type { RunStep } from './runSnapshot';
import { RunStopped } from './runStopped';
import { endpointOf, type StepAssembly } from './stepAssembly';
import {
  StepRequest,
  type RequestEnd,
  type RequestObserver,
  type RequestResult,
  type RequestTask,
  type StepDependencies,
  type StoredAtEnd,
} from './stepRequest';
import type { StepTally } from './stepTally';

/** One step of a run that is executed. */
export interface StepTask {
  readonly runId: number;
  readonly stepExecutionId: string;
  readonly stepIndex: number;
  readonly step: RunStep;
  readonly assembly: StepAssembly;
  /** What it is given, as it is stored. */
  readonly input: string;
  /** How the run ends that is completed with this step; absent where something may follow. */
  readonly runEnd?: () => RunEnd;
}

/** What a step works with. */
export interface StepRunDependencies extends StepDependencies {
  readonly turns: Pick<TurnGiver, 'acquire'>;
  /** Told that a server has just said what it is. */
  readonly recognised: (endpoint: EndpointAddress) => void;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Whether requests may be sent now; asked again before each. */
  readonly isAllowed: () => boolean;
}

/** Where an answer stands. */
export interface AnswerProgress {
  readonly phase: StepPhase;
  readonly retry: PendingRetry | undefined;
  readonly responseId: number | undefined;
}

/** Told what happens to an answer, each after it is true in the store. */
export interface AnswerObserver {
  progressed(progress: AnswerProgress): void;
  /** A response exists from now on; `arrived` is what of it has come, now and later. */
  responseStarted(responseId: number, arrived: () => ResponseText): void;
  streamed(responseId: number): void;
  responseEnded(responseId: number): void;
}

/** When an answer is not to be gone on with. */
export interface AnswerSignals {
  /** Stops it, whatever it does. */
  readonly stop: AbortSignal;
  /** Stops it where it only waits. */
  readonly leave: AbortSignal;
}

/** How an answer ended: with its text, or with the failure that it was left with. */
export type AnswerOutcome =
  { readonly kind: 'answered'; readonly answer: string } | { readonly kind: 'failed'; readonly error: GenerationError };

/** What follows from a try. */
type Verdict =
  | { readonly kind: 'answered'; readonly change: StepChange | undefined }
  | { readonly kind: 'stopped' | 'failed'; readonly error: unknown; readonly change: StepChange | undefined }
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

/** One answer of a step: asked for in turn with other runs, and again where that has failed. */
export class StepAnswer {
  /** The place of its newest response. */
  private place: number;
  private hasResponse = false;

  constructor(
    place: number,
    private readonly tally: StepTally,
    private readonly task: StepTask,
    private readonly dependencies: StepRunDependencies,
    private readonly observer: AnswerObserver,
    /** Its first request, where it was sent before. */
    private headStart?: HeadStart,
  ) {
    this.place = place;
  }

  /**
   * Asks until it is there, or not to be had.
   * @throws {RunStopped} when a signal stopped it, or the queue was cleared
   * @throws {RunRefusedError} in Restricted Mode
   * @throws {StoreError}
   */
  async ask(signals: AnswerSignals): Promise<AnswerOutcome> {
    let tries: Tries = { busy: 0, failed: 0 };
    let replaces: number | undefined;
    for (;;) {
      const { verdict, responseId, text } = await this.try(replaces, tries, signals);
      switch (verdict.kind) {
        case 'answered':
          return { kind: 'answered', answer: text.content };
        case 'stopped':
          throw new RunStopped({ cause: verdict.error });
        case 'failed':
          if (verdict.error instanceof GenerationError) {
            return { kind: 'failed', error: verdict.error };
          }
          throw verdict.error;
        case 'retry': {
          const { error, isBusy, delayMs } = verdict;
          tries = isBusy ? { ...tries, busy: tries.busy + 1 } : { ...tries, failed: tries.failed + 1 };
          replaces = text.content === '' && text.thinking === '' ? responseId : undefined;
          const at = this.dependencies.clock.now() + delayMs;
          const retry = { isBusy, count: this.tally.retryCount, at, message: failureSentence(error) };
          this.progress('retrying', undefined, retry);
          await pause(this.dependencies.clock, delayMs, signals.leave);
          break;
        }
        default:
          assertNever(verdict);
      }
    }
  }

  /** Sends the request once, when its turn has come. */
  private async try(replaces: number | undefined, tries: Tries, { stop, leave }: AnswerSignals): Promise<Try> {
    const { turns, runs, server, clock, isAllowed } = this.dependencies;
    const { runId, stepExecutionId, input, assembly } = this.task;
    this.checkAllowed();
    this.progress('queued');
    const headStart = this.headStart ?? new HeadStart(server, assembly.request, clock, isAllowed);
    this.headStart = undefined;
    let lease: Lease | undefined;
    const release = (): void => {
      void lease?.release(); // it never rejects, and the next turn need not wait for it
    };
    try {
      lease = await turns.acquire({ endpoint: this.endpoint, runId, stepExecutionId, input }, leave, headStart);
      if (leave.aborted) {
        throw new RunStopped({ cause: leave.reason });
      }
      this.checkAllowed();
      this.progress('connecting');
      let verdict: Verdict | undefined;
      const judge = (end: RequestEnd): Verdict => (verdict ??= this.judge(end, tries));
      const atEnd = (end: RequestEnd): StoredAtEnd => {
        const step = judge(end).change;
        return { step, run: step?.status === 'completed' ? this.task.runEnd?.() : undefined };
      };
      const result = await this.request({ server: headStart, replaces, atEnd, served: release }).run(stop);
      const judged = judge(result.end);
      if (result.responseId === undefined && judged.change && judged.kind !== 'stopped') {
        await runs.changeStep(stepExecutionId, judged.change); // otherwise it is stored with the response
      } // the end of the run stores that of a step that was stopped
      return { verdict: judged, ...result };
    } finally {
      headStart.leave();
      release(); // also where the server has not answered: what follows from that is known by now
    }
  }

  private request({
    server,
    replaces,
    atEnd,
    served,
  }: Pick<RequestTask, 'replaces' | 'atEnd'> &
    Pick<StepDependencies, 'server'> &
    Pick<RequestObserver, 'served'>): StepRequest {
    const { runId, stepExecutionId, stepIndex, step, assembly } = this.task;
    const { id: payloadId, name: payloadName } = step.payload;
    if (this.hasResponse && replaces === undefined) {
      this.place = this.tally.furtherPlace();
      this.hasResponse = false;
    }
    let current: number | undefined;
    const request: StepRequest = new StepRequest(
      {
        runId,
        stepExecutionId,
        stepIndex,
        payloadId,
        payloadName,
        answerIndex: this.place,
        replaces,
        atEnd,
        request: assembly.request,
      },
      { ...this.dependencies, server },
      {
        served,
        responseStarted: (responseId) => {
          current = responseId;
          this.hasResponse = true;
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
    const { tally } = this;
    switch (end.kind) {
      case 'answered':
        return {
          kind: 'answered',
          change: tally.countAnswer() ? { status: 'completed', errorMessage: null } : undefined,
        };
      case 'stopped':
        return { ...end, change: tally.hasFailed ? undefined : { status: 'cancelled' } };
      case 'failed': {
        const { error } = end;
        const errorMessage = failureSentence(error);
        if (tally.hasFailed) {
          return { ...end, change: undefined }; // the first failure is the one to tell
        }
        const next =
          error instanceof GenerationError
            ? nextTry(error, tries, this.task.step.settings, this.dependencies.random)
            : ({ kind: 'give-up' } as const);
        if (!(error instanceof GenerationError) || next.kind === 'give-up') {
          tally.fail(error);
          return { ...end, change: { status: 'failed', errorMessage } };
        }
        const isBusy = next.kind === 'busy';
        tally.retryCount += isBusy ? 0 : 1; // waiting for a server that has no room is no retry
        const change = { status: 'retrying', retryCount: tally.retryCount, errorMessage } as const;
        return { kind: 'retry', error, isBusy, delayMs: next.delay, change };
      }
      default:
        return assertNever(end);
    }
  }

  private get endpoint(): EndpointAddress {
    return endpointOf(this.task.assembly);
  }

  private checkAllowed(): void {
    if (!this.dependencies.isAllowed()) {
      throw new RunRefusedError(restrictedMode, []);
    }
  }

  private progress(phase: StepPhase, responseId?: number, retry?: PendingRetry): void {
    this.observer.progressed({ phase, responseId, retry });
  }
}

function phaseOf({ content, thinking }: ResponseText): StepPhase {
  return content !== '' ? 'writing' : thinking !== '' ? 'thinking' : 'waiting';
}
