import type { Answer } from '../../../shared/protocol/payloadBuilder';
import { text, type Text } from '../../../shared/model/text';
import type { Disposable } from '../../domain/ports/events';
import type { RunnerEvent, StepPhase } from '../../engine/runner';
import type { BuilderDependencies } from './builderDependencies';

/** How often a growing answer is told, in milliseconds: faster than anybody reads. */
const INTERVAL = 100;
/** The longest part of an answer that a page receives, in UTF-16 units: its end. The document has all of it. */
const SHOWN = 20_000;

const phases: Readonly<Record<StepPhase, Text>> = {
  queued: text('Waiting for the endpoint'),
  connecting: text('Connecting'),
  waiting: text('Waiting for the first word'),
  thinking: text('Thinking'),
  writing: text('Writing'),
  retrying: text('Waiting before the next try'),
};

/** The phases as the page tells them apart. */
const states: Readonly<Record<StepPhase, Answer['state']>> = {
  queued: 'connecting',
  connecting: 'connecting',
  waiting: 'waiting',
  thinking: 'waiting',
  writing: 'writing',
  retrying: 'waiting',
};

/** Follows the run that a page began, and tells its answer while it grows. */
export class AnswerWatch {
  private current: Answer | undefined;
  private timer: Disposable | undefined;
  private readonly subscription: Disposable;

  constructor(
    private readonly dependencies: Pick<BuilderDependencies, 'runner' | 'runs' | 'clock' | 'log' | 'say'>,
    private readonly tell: (answer: Answer) => void,
  ) {
    this.subscription = dependencies.runner.onDidChange((event) => {
      this.note(event);
    });
  }

  /** The answer as it was told last; null before the first run. */
  get answer(): Answer | null {
    return this.current ?? null;
  }

  /** Follows this run from now on, whatever it has done already. */
  follow(runId: number): void {
    const run = this.dependencies.runner.active().find((one) => one.runId === runId);
    const status = this.dependencies.say(phases.connecting);
    this.show({ runId, state: 'connecting', text: '', length: 0, status, failed: false, responseId: null });
    if (run === undefined) {
      void this.end(runId, undefined); // it logs its own failure
    } else {
      this.note({ kind: 'progressed', run });
    }
  }

  /** Stops the run that is followed. */
  async stop(): Promise<void> {
    if (this.current !== undefined) {
      await this.dependencies.runner.stop(this.current.runId);
    }
  }

  dispose(): void {
    this.subscription.dispose();
    this.timer?.dispose();
  }

  private note(event: RunnerEvent): void {
    const { current } = this;
    const runId = 'run' in event ? event.run.runId : event.runId;
    if (current?.runId !== runId || current.state === 'ended') {
      return;
    }
    switch (event.kind) {
      case 'started':
      case 'progressed':
      case 'responseStarted': {
        const { phase, responseId = null } = event.run;
        this.show({
          ...current,
          ...this.live(responseId),
          responseId,
          state: states[phase],
          status: this.say(phases[phase]),
        });
        return;
      }
      case 'streamed':
        this.timer ??= this.dependencies.clock.after(INTERVAL, () => {
          this.timer = undefined;
          this.tellLive();
        });
        return;
      case 'responseEnded':
        return;
      case 'ended':
        void this.end(runId, event.errorMessage); // it logs its own failure
    }
  }

  private tellLive(): void {
    if (this.current !== undefined && this.current.state !== 'ended') {
      this.show({ ...this.current, ...this.live(this.current.responseId) });
    }
  }

  private live(responseId: number | null): Pick<Answer, 'text' | 'length'> {
    return partOf(responseId === null ? '' : (this.dependencies.runner.liveText(responseId) ?? ''));
  }

  private async end(runId: number, errorMessage: string | undefined): Promise<void> {
    const { runs, log } = this.dependencies;
    try {
      const summary = (await runs.responses(runId)).at(-1);
      const response = summary && (await runs.response(summary.id));
      const run = await runs.get(runId);
      if (this.current?.runId !== runId) {
        return;
      }
      const failure = errorMessage ?? run?.errorMessage ?? undefined;
      this.show({
        ...this.current,
        ...partOf(response?.content ?? ''),
        responseId: response?.id ?? null,
        state: 'ended',
        status: failure ?? this.say(endOf(response?.finishReason ?? null)),
        failed: failure !== undefined,
      });
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
    }
  }

  private show(answer: Answer): void {
    this.current = answer;
    this.tell(answer);
  }

  private say(sentence: Text): string {
    return this.dependencies.say(sentence);
  }
}

function partOf(whole: string): Pick<Answer, 'text' | 'length'> {
  return { text: whole.slice(-SHOWN), length: whole.length };
}

function endOf(reason: string | null): Text {
  switch (reason) {
    case 'length':
      return text('Cut off at the response length');
    case 'cancelled':
    case null:
      return text('Stopped');
    default:
      return text('Complete');
  }
}
