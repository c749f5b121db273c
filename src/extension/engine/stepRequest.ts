import type { FinishReason, ResponseMetadata } from '../../shared/model/run';
import type { Disposable } from '../domain/ports/events';
import type {
  GenerationEnd,
  GenerationListener,
  GenerationRequest,
  GenerationStart,
  ModelServer,
} from '../domain/ports/modelServer';
import type { ResponseText, RunEnd, RunRepository, StepChange } from '../domain/ports/runRepository';
import type { Clock } from '../platform/ports/clock';
import { abortWith } from './abortWith';
import { PartialSaver } from './partialSaver';
import { metadataAtEnd, metadataAtStart } from './responseMetadata';

/** How long a stopped request may take to end, in milliseconds, before the run goes on without it. */
export const STOP_LIMIT_MS = 10_000;

/** One try for one answer of a step: what is sent, and for which payload. */
export interface RequestTask {
  readonly runId: number;
  readonly stepExecutionId: string;
  readonly stepIndex: number;
  readonly payloadId: number;
  readonly payloadName: string;
  /** Its place among the responses of the step. */
  readonly answerIndex: number;
  /** The response without text that the try before left. */
  readonly replaces: number | undefined;
  readonly request: GenerationRequest;
  /** What is stored together with the end of the response. */
  readonly atEnd: (end: RequestEnd) => StoredAtEnd;
}

/** What follows from the end of a response; undefined for nothing. */
export interface StoredAtEnd {
  readonly step: StepChange | undefined;
  readonly run: RunEnd | undefined;
}

/** How a try ended. */
export type RequestEnd =
  | { readonly kind: 'answered' }
  /** A person stopped it. */
  | { readonly kind: 'stopped'; readonly error: unknown }
  | { readonly kind: 'failed'; readonly error: unknown };

/** What came of a try. */
export interface RequestResult {
  readonly end: RequestEnd;
  /** The response that holds what arrived; undefined when there is none. */
  readonly responseId: number | undefined;
  /** Everything that arrived. */
  readonly text: ResponseText;
}

/** What a step works with. */
export interface StepDependencies {
  readonly runs: RunRepository;
  readonly server: Pick<ModelServer, 'generate'>;
  readonly clock: Clock;
}

/** Told what happens, each after it is true in the store where nothing else is said. */
export interface RequestObserver {
  /** The server has answered to the end and can do something else; nothing of that is stored yet. */
  readonly served: () => void;
  readonly responseStarted: (responseId: number) => void;
  /** The first piece of what the model thinks has come. */
  readonly thinking: () => void;
  /** The first text has come. */
  readonly writing: () => void;
  readonly streamed: (responseId: number) => void;
  readonly responseEnded: (responseId: number) => void;
}

type Outcome = { readonly end: GenerationEnd } | { readonly error: unknown };

/** Sends one request of a step and stores what comes back, while it comes. */
export class StepRequest {
  private text = '';
  private thinking = '';
  private responseId: number | undefined;
  private starting: Promise<void> | undefined;
  private sentAt = 0;
  /** When the first piece came, of whatever kind: the first token. */
  private firstTextAt: number | undefined;
  /** Set when the step is over for us, whatever the server still says. */
  private isOver = false;
  private storeFailure: { readonly error: unknown } | undefined;
  private metadata: ResponseMetadata;
  private readonly connection = new AbortController();
  private readonly saver: PartialSaver;

  constructor(
    private readonly task: RequestTask,
    private readonly dependencies: StepDependencies,
    private readonly observer: RequestObserver,
  ) {
    this.metadata = metadataAtStart(task.request, undefined);
    this.saver = new PartialSaver(dependencies.clock, () => this.savePartial(), this.storeFailed);
  }

  /** What has come so far. */
  get arrived(): ResponseText {
    return { content: this.text, thinking: this.thinking };
  }

  /**
   * Sends it; resolves when what had arrived is stored, as partial unless the answer is complete.
   * @throws {StoreError} when it could not be stored
   */
  async run(signal: AbortSignal): Promise<RequestResult> {
    const outcome = await this.generate(signal);
    this.isOver = true;
    if ('end' in outcome) {
      this.observer.served();
    }
    const endedAt = this.dependencies.clock.now();
    await this.starting;
    await this.saver.close();
    const end = this.endOf(outcome, signal);
    if (this.responseId !== undefined) {
      const generation = 'end' in outcome && end.kind === 'answered' ? outcome.end : undefined;
      await this.store(this.responseId, end, generation, endedAt);
    }
    if (this.storeFailure) {
      throw this.storeFailure.error;
    }
    if (this.responseId === undefined && end.kind === 'answered') {
      throw new Error('The model server reported an end without a beginning.');
    }
    return { end, responseId: this.responseId, text: this.arrived };
  }

  private endOf(outcome: Outcome, signal: AbortSignal): RequestEnd {
    const failure = this.storeFailure ?? ('error' in outcome ? outcome : undefined);
    if (!failure) {
      return { kind: 'answered' };
    }
    return { kind: signal.aborted && !this.storeFailure ? 'stopped' : 'failed', error: failure.error };
  }

  /** Resolves when the server is done, has failed, or did not stop when it should have. */
  private async generate(signal: AbortSignal): Promise<Outcome> {
    const { signal: closed } = this.connection;
    let timer: Disposable | undefined;
    const abandoned = new Promise<Outcome>((resolve) => {
      closed.addEventListener('abort', () => {
        timer = this.dependencies.clock.after(STOP_LIMIT_MS, () => {
          resolve({ error: new Error('The model server did not stop in time.') });
        });
      });
    });
    const release = abortWith(signal, this.connection);
    const outcome = await Promise.race([this.ask(closed), abandoned]);
    release();
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
      started: (start, sentAt) => {
        if (!this.isOver) {
          this.starting ??= this.begin(start, sentAt).catch(this.storeFailed);
        }
      },
      text: (piece) => {
        if (!this.isOver && piece !== '') {
          const isFirst = this.text === '';
          this.text += piece;
          this.grown(isFirst && this.observer.writing);
        }
      },
      thinking: (piece) => {
        if (!this.isOver && piece !== '') {
          const isFirst = this.thinking === '' && this.text === '';
          this.thinking += piece;
          this.grown(isFirst && this.observer.thinking);
        }
      },
      textWasThinking: () => {
        if (!this.isOver) {
          this.thinking += this.text;
          this.text = '';
          this.grown(this.observer.thinking);
        }
      },
    };
  }

  private async begin(start: GenerationStart, sentAt = this.dependencies.clock.now()): Promise<void> {
    const { runId, stepExecutionId, payloadId, payloadName, stepIndex, answerIndex, replaces, request } = this.task;
    this.metadata = metadataAtStart(request, start);
    this.sentAt = sentAt;
    const response = await this.dependencies.runs.startResponse({
      runId,
      stepExecutionId,
      payloadId,
      payloadName,
      stepIndex,
      answerIndex,
      prompt: start.prompt,
      metadata: this.metadata,
      ...(replaces !== undefined && { replaces }),
    });
    this.responseId = response.id;
    this.observer.responseStarted(response.id);
  }

  private grown(tell: false | (() => void)): void {
    this.firstTextAt ??= this.dependencies.clock.now();
    if (tell) {
      tell();
    }
    if (this.responseId !== undefined) {
      this.observer.streamed(this.responseId);
    }
    this.saver.changed();
  }

  private async savePartial(): Promise<void> {
    if (this.responseId !== undefined) {
      await this.dependencies.runs.savePartial(this.responseId, this.arrived);
    }
  }

  /** Without the store nothing of the answer would be kept: the server need not go on. */
  private readonly storeFailed = (error: unknown): void => {
    this.storeFailure ??= { error };
    this.connection.abort(error);
  };

  private async store(
    responseId: number,
    end: RequestEnd,
    generation: GenerationEnd | undefined,
    endedAt: number,
  ): Promise<void> {
    const finishReason: FinishReason = generation?.finishReason ?? (end.kind === 'stopped' ? 'cancelled' : 'error');
    const times = { sentAt: this.sentAt, firstTextAt: this.firstTextAt, endedAt };
    const stored = {
      partial: end.kind !== 'answered',
      finishReason,
      metadata: metadataAtEnd(this.metadata, times, generation),
      ...this.arrived,
    };
    try {
      const { step, run } = this.task.atEnd(end);
      await this.dependencies.runs.finishResponse(responseId, stored, step, run);
    } catch (error) {
      throw this.storeFailure?.error ?? error;
    }
    this.observer.responseEnded(responseId);
  }
}
