import type { FinishReason, ResponseMetadata } from '../../shared/model/run';
import type { Disposable } from '../domain/ports/events';
import type {
  GenerationEnd,
  GenerationListener,
  GenerationRequest,
  GenerationStart,
  ModelServer,
} from '../domain/ports/modelServer';
import type { RunRepository } from '../domain/ports/runRepository';
import type { Clock } from '../platform/ports/clock';
import { PartialSaver } from './partialSaver';
import { metadataAtEnd, metadataAtStart } from './responseMetadata';
import { RunStopped } from './runStopped';

/** How long a stopped request may take to end, in milliseconds, before the run goes on without it. */
export const STOP_LIMIT_MS = 10_000;

/** One step of a run: what is sent, and for which payload. */
export interface StepTask {
  readonly runId: number;
  readonly stepExecutionId: string;
  readonly stepIndex: number;
  readonly payloadId: number;
  readonly payloadName: string;
  readonly request: GenerationRequest;
}

/** What a step works with. */
export interface StepDependencies {
  readonly runs: RunRepository;
  readonly server: ModelServer;
  readonly clock: Clock;
}

/** Told what happens, each after it is true in the store. */
export interface StepObserver {
  responseStarted(responseId: number): void;
  /** The first text has come. */
  writing(): void;
  streamed(responseId: number): void;
  responseEnded(responseId: number): void;
}

interface StepEnd {
  /** What the server said at the end; undefined when it did not get there. */
  readonly end: GenerationEnd | undefined;
  readonly isStopped: boolean;
  readonly endedAt: number;
}

type Outcome = { readonly end: GenerationEnd } | { readonly error: unknown };

/** Sends the request of one step and stores what comes back, while it comes. */
export class StepRequest {
  /** What has arrived. */
  text = '';
  private responseId: number | undefined;
  private starting: Promise<void> | undefined;
  private sentAt = 0;
  private firstTextAt: number | undefined;
  /** Set when the step is over for us, whatever the server still says. */
  private isOver = false;
  private storeFailure: { readonly error: unknown } | undefined;
  private metadata: ResponseMetadata;
  private readonly connection = new AbortController();
  private readonly saver: PartialSaver;

  constructor(
    private readonly task: StepTask,
    private readonly dependencies: StepDependencies,
    private readonly observer: StepObserver,
  ) {
    this.metadata = metadataAtStart(task.request, undefined);
    this.saver = new PartialSaver(dependencies.clock, () => this.savePartial(), this.storeFailed);
  }

  /**
   * Runs the step; resolves with the answer when it is complete and stored. When it rejects, what had arrived is stored
   * as partial, if the store took it.
   * @throws {RunStopped} when the signal stopped it
   * @throws {GenerationError}
   * @throws {StoreError}
   */
  async run(signal: AbortSignal): Promise<string> {
    const outcome = await this.generate(signal);
    this.isOver = true;
    const endedAt = this.dependencies.clock.now();
    await this.starting;
    await this.saver.close();
    const failure = this.storeFailure ?? ('error' in outcome ? outcome : undefined);
    const isStopped = signal.aborted && !this.storeFailure;
    if (this.responseId !== undefined) {
      const end = 'end' in outcome && !failure ? outcome.end : undefined;
      await this.store(this.responseId, { end, isStopped, endedAt });
    }
    if (failure) {
      throw isStopped ? new RunStopped({ cause: failure.error }) : failure.error;
    }
    if (this.responseId === undefined) {
      throw new Error('The model server reported an end without a beginning.');
    }
    return this.text;
  }

  /** Resolves when the server is done, has failed, or did not stop when it should have. */
  private async generate(signal: AbortSignal): Promise<Outcome> {
    const { signal: closed } = this.connection;
    const stop = (): void => {
      this.connection.abort(signal.reason);
    };
    let timer: Disposable | undefined;
    const abandoned = new Promise<Outcome>((resolve) => {
      closed.addEventListener('abort', () => {
        timer = this.dependencies.clock.after(STOP_LIMIT_MS, () => {
          resolve({ error: new Error('The model server did not stop in time.') });
        });
      });
    });
    signal.addEventListener('abort', stop);
    if (signal.aborted) {
      stop();
    }
    const outcome = await Promise.race([this.ask(closed), abandoned]);
    signal.removeEventListener('abort', stop);
    timer?.dispose();
    return outcome;
  }

  private async ask(signal: AbortSignal): Promise<Outcome> {
    try {
      return { end: await this.dependencies.server.generate(this.task.request, this.listener(), signal) };
    } catch (error) {
      return { error };
    }
  }

  private listener(): GenerationListener {
    return {
      started: async (start) => {
        if (this.isOver) {
          return;
        }
        this.starting ??= this.begin(start).catch(this.storeFailed);
        await this.starting;
      },
      text: (piece) => {
        if (!this.isOver && piece !== '') {
          this.append(piece);
        }
      },
    };
  }

  private async begin(start: GenerationStart): Promise<void> {
    const { runId, stepExecutionId, payloadId, payloadName, stepIndex, request } = this.task;
    this.metadata = metadataAtStart(request, start);
    this.sentAt = this.dependencies.clock.now();
    const response = await this.dependencies.runs.startResponse({
      ...{ runId, stepExecutionId, payloadId, payloadName, stepIndex, answerIndex: 0 },
      prompt: start.prompt,
      metadata: this.metadata,
    });
    this.responseId = response.id;
    if (this.firstTextAt === undefined) {
      this.sentAt = this.dependencies.clock.now(); // the request leaves when its row is there
    }
    this.observer.responseStarted(response.id);
  }

  private append(piece: string): void {
    this.text += piece;
    if (this.firstTextAt === undefined) {
      this.firstTextAt = this.dependencies.clock.now();
      this.observer.writing();
    }
    if (this.responseId !== undefined) {
      this.observer.streamed(this.responseId);
    }
    this.saver.changed();
  }

  private async savePartial(): Promise<void> {
    if (this.responseId !== undefined) {
      await this.dependencies.runs.savePartial(this.responseId, { content: this.text, thinking: '' });
    }
  }

  /** Without the store nothing of the answer would be kept: the server need not go on. */
  private readonly storeFailed = (error: unknown): void => {
    this.storeFailure ??= { error };
    this.connection.abort(error);
  };

  private async store(responseId: number, { end, isStopped, endedAt }: StepEnd): Promise<void> {
    const finishReason: FinishReason = end?.finishReason ?? (isStopped ? 'cancelled' : 'error');
    const times = { sentAt: this.sentAt, firstTextAt: this.firstTextAt, endedAt };
    try {
      await this.dependencies.runs.finishResponse(responseId, {
        content: this.text,
        thinking: '',
        partial: end === undefined,
        finishReason,
        metadata: metadataAtEnd(this.metadata, times, end),
      });
    } catch (error) {
      throw this.storeFailure?.error ?? error;
    }
    this.observer.responseEnded(responseId);
  }
}
