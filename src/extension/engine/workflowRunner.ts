import { text } from '../../shared/model/text';
import type { Disposable, Subscribe } from '../domain/ports/events';
import type { ModelServer } from '../domain/ports/modelServer';
import type { RunRepository } from '../domain/ports/runRepository';
import type { Clock } from '../platform/ports/clock';
import type { Log } from '../platform/ports/log';
import { Emitter } from '../domain/emitter';
import { restrictedMode, RunExecution, type RunEnvironment } from './runExecution';
import type { ActiveRun, Runner, RunnerEvent } from './runner';
import { RunRefusedError } from './runRefusedError';
import { loadPayloadSnapshot, loadRunSnapshot, type RunSnapshot, type RunSources } from './runSnapshot';

/** The longest that stopping everything takes, in milliseconds: VS Code gives an extension five seconds to go. */
export const STOP_ALL_LIMIT_MS = 3000;

/** What a runner works with. */
export interface RunnerDependencies extends RunSources {
  readonly runs: RunRepository;
  readonly server: ModelServer;
  readonly clock: Clock;
  readonly log: Log;
  /** The host of payloads that name none, as the setting is when a run begins. */
  readonly defaultHost: () => string;
  /** Whether the workspace is trusted; asked at the moment of each request. */
  readonly isAllowed: () => boolean;
}

interface Active {
  readonly execution: RunExecution;
  readonly over: Promise<void>;
}

/** Runs workflows, each in its own time, step after step. */
export class WorkflowRunner implements Runner {
  private readonly runs = new Map<number, Active>();
  private readonly live: RunEnvironment['live'] = new Map();
  private readonly changes: Emitter<RunnerEvent>;
  /** Runs that are being checked or stored, and so have no id to be stopped by yet. */
  private readonly starting = new Map<AbortController, Promise<void>>();
  private readonly environment: RunEnvironment;

  constructor(private readonly dependencies: RunnerDependencies) {
    const { runs, server, clock, log, isAllowed } = dependencies;
    this.changes = new Emitter<RunnerEvent>((error) => {
      log.error(error instanceof Error ? error : String(error));
    });
    const fire = (event: RunnerEvent): void => {
      this.changes.fire(event);
    };
    this.environment = { runs, server, clock, log, isAllowed, fire, live: this.live };
  }

  /** @inheritdoc */
  readonly onDidChange: Subscribe<RunnerEvent> = (listener) => this.changes.event(listener);

  /** @inheritdoc */
  active(): readonly ActiveRun[] {
    return [...this.runs.values()].map(({ execution }) => execution.state);
  }

  /** @inheritdoc */
  liveText(responseId: number): string | undefined {
    return this.live.get(responseId)?.text;
  }

  /** @inheritdoc */
  start(workflowId: number): Promise<number> {
    return this.startWith(() => loadRunSnapshot(workflowId, this.dependencies));
  }

  /** @inheritdoc */
  startPayload(payloadId: number): Promise<number> {
    return this.startWith(() => loadPayloadSnapshot(payloadId, this.dependencies));
  }

  /** @inheritdoc */
  async ended(runId: number): Promise<void> {
    await this.runs.get(runId)?.over;
  }

  /** @inheritdoc */
  async stop(runId: number): Promise<void> {
    const run = this.runs.get(runId);
    run?.execution.stop();
    await run?.over;
  }

  /** @inheritdoc */
  async stopAll(): Promise<void> {
    for (const beginning of this.starting.keys()) {
      beginning.abort();
    }
    const { clock } = this.dependencies;
    let timer: Disposable | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = clock.after(STOP_ALL_LIMIT_MS, resolve);
    });
    const begun = Promise.all(this.starting.values());
    const stopped = this.stopActive().then(() => begun.then(() => this.stopActive()));
    await Promise.race([stopped, limit]);
    timer?.dispose();
  }

  private async stopActive(): Promise<void> {
    await Promise.all([...this.runs.keys()].map((runId) => this.stop(runId)));
  }

  private async startWith(load: () => Promise<RunSnapshot>): Promise<number> {
    const beginning = new AbortController();
    const begun = this.begin(load, beginning.signal);
    this.starting.set(beginning, begun.then(ignore, ignore));
    try {
      return await begun;
    } finally {
      this.starting.delete(beginning);
    }
  }

  private async begin(load: () => Promise<RunSnapshot>, stopped: AbortSignal): Promise<number> {
    const { runs, clock, defaultHost, isAllowed } = this.dependencies;
    if (!isAllowed()) {
      throw new RunRefusedError(restrictedMode, []);
    }
    const isStopped = (): boolean => stopped.aborted;
    const host = defaultHost();
    const snapshot = await load();
    if (isStopped()) {
      throw new RunRefusedError(text('The workflow "{0}" was stopped before it began.', snapshot.workflow.name), []);
    }
    const startedAt = clock.now();
    const { run, steps } = await runs.start({
      workflowId: snapshot.workflow.id,
      workflowName: snapshot.workflow.name,
      sourceRunId: null,
      steps: snapshot.steps.map(({ id, name }) => ({ stepId: null, payloadId: id, name, reused: [] })),
    });
    const execution = new RunExecution(run, steps, snapshot, host, this.environment, startedAt);
    if (isStopped()) {
      execution.stop();
    }
    this.follow(run.id, execution);
    return run.id;
  }

  private follow(runId: number, execution: RunExecution): void {
    const over = new Promise<void>((resolve) => {
      // Put off until `over` exists, so that a listener of the first event can already stop the run and wait for it.
      queueMicrotask(() => {
        void execution.execute(() => this.runs.delete(runId)).then(resolve); // it never rejects
      });
    });
    this.runs.set(runId, { execution, over });
  }
}

function ignore(): void {
  // Told to whoever called `start`.
}
