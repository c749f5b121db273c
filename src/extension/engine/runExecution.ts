import type { Payload, PayloadSettings } from '../../shared/model/payload';
import type { Run, StepExecution } from '../../shared/model/run';
import { text } from '../../shared/model/text';
import { assemble } from '../domain/payload/assemble';
import type { Message } from '../domain/ports/modelServer';
import type { RunEnd } from '../domain/ports/runRepository';
import type { EarlierStep } from '../domain/workflow/earlierResponses';
import type { Log } from '../platform/ports/log';
import { describeFailure, logFailure } from './runFailure';
import type { ActiveRun, RunnerEvent, StepPhase } from './runner';
import { RunRefusedError } from './runRefusedError';
import { contextAfter, type RunSnapshot } from './runSnapshot';
import { RunStopped } from './runStopped';
import { StepRequest, type StepDependencies } from './stepRequest';

/** What runs share. */
export interface RunEnvironment extends StepDependencies {
  readonly log: Log;
  /** Whether requests may be sent now; asked again before each. */
  readonly isAllowed: () => boolean;
  readonly fire: (event: RunnerEvent) => void;
  /** The texts that are being written, by the id of their response. */
  readonly live: Map<number, { readonly text: string }>;
}

/** The sentence for a workspace that is not trusted. */
export const restrictedMode = text(
  'This workspace is in Restricted Mode, so nothing was sent. Trust the workspace to run workflows in it.',
);

/** One run from its first step to its last. */
export class RunExecution {
  private current: ActiveRun;
  private readonly stopping = new AbortController();

  constructor(
    run: Run,
    private readonly steps: readonly StepExecution[],
    private readonly snapshot: RunSnapshot,
    /** The host of payloads that name none. */
    private readonly host: string,
    private readonly environment: RunEnvironment,
    startedAt: number,
  ) {
    this.current = {
      runId: run.id,
      workflowId: snapshot.workflow.id,
      workflowName: snapshot.workflow.name,
      stepIndex: 0,
      stepCount: snapshot.steps.length,
      payloadName: snapshot.steps[0]?.name ?? '',
      phase: 'connecting',
      responseId: undefined,
      startedAt,
    };
  }

  /** Where it stands. */
  get state(): ActiveRun {
    return this.current;
  }

  /** Lets it end as soon as what has arrived is stored. */
  stop(): void {
    this.stopping.abort();
  }

  /** Runs the steps and stores how it ended; never rejects. `over` is called before the end is told. */
  async execute(over: () => void): Promise<void> {
    this.environment.fire({ kind: 'started', run: this.current });
    const end = await this.finish(await this.runSteps());
    over();
    this.environment.fire({
      kind: 'ended',
      runId: this.current.runId,
      workflowName: this.current.workflowName,
      status: end.status,
      errorMessage: end.errorMessage ?? undefined,
    });
  }

  private async runSteps(): Promise<RunEnd> {
    const earlier: EarlierStep[] = [];
    try {
      for (const [stepIndex, payload] of this.snapshot.steps.entries()) {
        if (this.stopping.signal.aborted) {
          throw new RunStopped();
        }
        this.progress({ stepIndex, payloadName: payload.name, phase: 'connecting', responseId: undefined });
        earlier.push({ payload, answer: await this.runStep(payload, stepIndex, earlier) });
      }
      return this.end('completed');
    } catch (error) {
      return error instanceof RunStopped ? this.end('cancelled') : this.failed(error);
    }
  }

  private async runStep(payload: Payload, stepIndex: number, earlier: readonly EarlierStep[]): Promise<string> {
    const messages = this.messages(payload, earlier);
    if (!this.environment.isAllowed()) {
      throw new RunRefusedError(restrictedMode, []);
    }
    const { runId } = this.current;
    const { fire, live } = this.environment;
    const request = { host: payload.host ?? this.host, settings: settingsOf(payload), messages };
    const stepExecutionId = this.steps[stepIndex]?.id ?? '';
    const task = { runId, stepExecutionId, stepIndex, payloadId: payload.id, payloadName: payload.name, request };
    const step: StepRequest = new StepRequest(task, this.environment, {
      responseStarted: (responseId) => {
        live.set(responseId, step);
        const phase = step.text === '' ? 'waiting' : 'writing';
        this.current = { ...this.current, responseId, phase };
        fire({ kind: 'responseStarted', run: this.current, responseId });
        this.progress({ phase });
      },
      writing: () => {
        this.progress({ phase: 'writing' });
      },
      streamed: (responseId) => {
        fire({ kind: 'streamed', runId, responseId });
      },
      responseEnded: (responseId) => {
        fire({ kind: 'responseEnded', runId, responseId });
        live.delete(responseId); // where it was not stored it stays: this is then the only place that has it
      },
    });
    return step.run(this.stopping.signal);
  }

  private messages(payload: Payload, earlier: readonly EarlierStep[]): readonly Message[] {
    const { messages, problems } = assemble(payload, this.snapshot.blocks, contextAfter(this.snapshot, earlier));
    if (problems[0]) {
      throw new RunRefusedError(problems[0].text, problems); // only the answers before it can be the reason
    }
    return messages;
  }

  private progress(change: Partial<ActiveRun> & { readonly phase: StepPhase }): void {
    this.current = { ...this.current, ...change };
    this.environment.fire({ kind: 'progressed', run: this.current });
  }

  private failed(error: unknown): RunEnd {
    logFailure(this.environment.log, this.current.runId, error);
    return this.end('failed', describeFailure(error, this.current));
  }

  private end(status: RunEnd['status'], errorMessage: string | null = null): RunEnd {
    const executionTimeMs = Math.max(0, this.environment.clock.now() - this.current.startedAt);
    return { status, executionTimeMs, errorMessage };
  }

  /** Stores the end, and yields it; a failure of its own when the store does not take it. */
  private async finish(end: RunEnd): Promise<RunEnd> {
    try {
      await this.environment.runs.finish(this.current.runId, end);
      return end;
    } catch (error) {
      const failure = this.failed(error);
      return end.errorMessage === null ? failure : end; // the first failure is the one to tell
    }
  }
}

function settingsOf(payload: Payload): PayloadSettings {
  const { temperature, responseLength, port, host, modelFormat, provider, model, parameters, flow } = payload;
  return { temperature, responseLength, port, host, modelFormat, provider, model, parameters, flow };
}
