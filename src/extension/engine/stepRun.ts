import type { GenerationError } from '../domain/ports/modelServer';
import type { HeadStart } from './headStart';
import { RunStopped } from './runStopped';
import {
  StepAnswer,
  type AnswerObserver,
  type AnswerOutcome,
  type AnswerProgress,
  type StepRunDependencies,
  type StepTask,
} from './stepAnswer';
import { StepTally } from './stepTally';
import type { StepPhase } from './runner';

/** Where a step stands: where the answer does that is furthest. */
export interface StepProgress extends AnswerProgress {
  readonly answerIndex: number;
}

/** Told what happens to a step, each after it is true in the store. */
export interface StepRunObserver extends Omit<AnswerObserver, 'progressed'> {
  progressed(progress: StepProgress): void;
}

/** How a step ended: with the response that flows on, or with the failure that it was left with. */
export type StepOutcome =
  | { readonly kind: 'answered'; readonly answer: string }
  /** The answer is what another one of several answers says; undefined where there is none. */
  | { readonly kind: 'failed'; readonly error: GenerationError; readonly answer: string | undefined };

/** The phases from the one that a person wants to see most. */
const PHASES: readonly StepPhase[] = ['writing', 'thinking', 'waiting', 'connecting', 'retrying', 'queued'];

/**
 * Executes one step: asks for all its answers at the same time, each of which waits for a place of its own in the queue of
 * the endpoint and is sent again by itself where it has failed.
 */
export class StepRun {
  private readonly tally: StepTally;
  /** Where the answers stand that are asked for, by their places. */
  private readonly standings = new Map<number, AnswerProgress>();

  constructor(
    private readonly task: StepTask,
    private readonly dependencies: StepRunDependencies,
    private readonly observer: StepRunObserver,
    /** The places of the answers that it has already. */
    taken: readonly number[] = [],
    /** The request of the first of the others, where it was sent before. */
    private readonly headStart?: HeadStart,
  ) {
    this.tally = new StepTally(taken, task.step.settings.answers);
  }

  /**
   * Resolves when the step has ended in the store.
   * @throws {RunStopped} when the signal stopped it, or the queue was cleared
   * @throws {RunRefusedError} in Restricted Mode
   * @throws {StoreError}
   */
  async run(signal: AbortSignal): Promise<StepOutcome> {
    const outcomes = await this.askAll(signal);
    const failed = outcomes.find((outcome) => outcome.kind === 'failed');
    if (failed) {
      return { ...failed, answer: this.tally.answered > 0 ? await this.chosenAnswer() : undefined };
    }
    const [only] = outcomes;
    // Of several answers a person may have chosen another one while the last was written.
    const isOne = this.task.step.settings.answers === 1 && only?.kind === 'answered';
    return { kind: 'answered', answer: (isOne ? only.answer : await this.chosenAnswer()) ?? '' };
  }

  /** Asks for the answers; throws the first error when all have ended. Those that were left are none of the outcomes. */
  private async askAll(signal: AbortSignal): Promise<readonly AnswerOutcome[]> {
    const stopping = new AbortController();
    const { leaving } = this.tally;
    let fault: { readonly error: unknown } | undefined;
    const stop = (reason: unknown): void => {
      stopping.abort(reason);
      leaving.abort(reason);
    };
    const stopped = (): void => {
      stop(signal.reason);
    };
    signal.addEventListener('abort', stopped);
    if (signal.aborted) {
      stopped();
    }
    const signals = { stop: stopping.signal, leave: leaving.signal };
    const outcomes = await Promise.all(
      this.tally.places.map(async (place): Promise<AnswerOutcome | undefined> => {
        try {
          const headStart = place === this.tally.places[0] ? this.headStart : undefined;
          const observer = this.observerOf(place);
          const answer = new StepAnswer(place, this.tally, this.task, this.dependencies, observer, headStart);
          return await answer.ask(signals);
        } catch (error) {
          const isLeft = error instanceof RunStopped && leaving.signal.aborted && !stopping.signal.aborted;
          if (!isLeft) {
            fault ??= { error };
            if (!(error instanceof RunStopped)) {
              this.tally.fail(error); // what ends the others is no person who cancels
            }
            stop(error); // without the store, or in Restricted Mode, the others cannot go on either
          }
          return undefined;
        } finally {
          this.standings.delete(place);
          this.tell();
        }
      }),
    );
    signal.removeEventListener('abort', stopped);
    if (fault) {
      throw fault.error;
    }
    return outcomes.filter((outcome) => outcome !== undefined);
  }

  private observerOf(place: number): AnswerObserver {
    return {
      progressed: (progress) => {
        this.standings.set(place, progress);
        this.tell();
      },
      responseStarted: (responseId, arrived) => {
        this.observer.responseStarted(responseId, arrived);
      },
      streamed: (responseId) => {
        this.observer.streamed(responseId);
      },
      responseEnded: (responseId) => {
        this.observer.responseEnded(responseId);
      },
    };
  }

  /** Tells how far the answer is that is furthest. */
  private tell(): void {
    const [first] = [...this.standings].sort(
      ([place, one], [otherPlace, other]) =>
        PHASES.indexOf(one.phase) - PHASES.indexOf(other.phase) || place - otherPlace,
    );
    if (first) {
      this.observer.progressed({ answerIndex: first[0], ...first[1] });
    }
  }

  private async chosenAnswer(): Promise<string | undefined> {
    const { runs } = this.dependencies;
    const responses = await runs.responses(this.task.runId);
    const chosen = responses.find((one) => one.stepExecutionId === this.task.stepExecutionId && one.chosen);
    return chosen && (await runs.response(chosen.id))?.content;
  }
}
