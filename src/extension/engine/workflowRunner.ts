import type { EndpointAddress } from '../../shared/model/endpoint';
import type { Run } from '../../shared/model/run';
import { text } from '../../shared/model/text';
import { endpointKey } from '../domain/payload/endpointAddress';
import type { LibraryChange, LibraryEvents } from '../domain/ports/changes';
import type { Disposable, Subscribe } from '../domain/ports/events';
import type { ModelServer } from '../domain/ports/modelServer';
import type { NewRun, RunRepository } from '../domain/ports/runRepository';
import type { Hash } from '../domain/workflow/stepInput';
import type { Clock } from '../platform/ports/clock';
import type { Log } from '../platform/ports/log';
import { Emitter } from '../domain/emitter';
import { BlocksAhead } from './blocksAhead';
import { firstStep } from './firstStep';
import { HeadStart } from './headStart';
import { FirstTurn } from './queue/firstTurn';
import type { TurnGiver } from './queue/queues';
import { restrictedMode } from './restrictedMode';
import { RunExecution, type RunEnvironment } from './runExecution';
import { runFreshness, type StepFreshness } from './runFreshness';
import { planRun } from './runPlan';
import type { ActiveRun, Runner, RunnerEvent, StartOptions } from './runner';
import { RunRefusedError } from './runRefusedError';
import {
  loadPayloadSnapshot,
  loadRunSnapshot,
  type RunDestination,
  type RunSnapshot,
  type RunSources,
} from './runSnapshot';
import { loadSourceRun } from './sourceRun';

/** The longest that stopping everything takes, in milliseconds: VS Code gives an extension five seconds to go. */
export const STOP_ALL_LIMIT_MS = 3000;

/** What a runner works with. */
export interface RunnerDependencies extends RunSources {
  readonly runs: RunRepository;
  /** By which it learns that somebody deletes a run that goes on here. */
  readonly events: LibraryEvents;
  readonly server: ModelServer;
  /** The queues of the endpoints. */
  readonly turns: TurnGiver;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Makes hashes of texts that nobody can find another text for, and that mean the same for ever: they are stored. */
  readonly hash: Hash;
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
  private readonly blocksAhead: BlocksAhead;
  /** Whether the runs that go on are being looked for in the store, and whether that has to be done once more. */
  private isLooking = false;
  private wantsLook = false;
  /** Servers that have said how many requests they work on at once, by the keys of their endpoints. */
  private readonly recognisedServers = new Set<string>();

  constructor(private readonly dependencies: RunnerDependencies) {
    const { runs, server, turns, clock, random, hash, log, isAllowed } = dependencies;
    this.changes = new Emitter<RunnerEvent>((error) => {
      log.error(error instanceof Error ? error : String(error));
    });
    const fire = (event: RunnerEvent): void => {
      this.changes.fire(event);
    };
    const recognised = (endpoint: EndpointAddress): void => {
      this.recognised(endpoint);
    };
    const given = { runs, server, turns, clock, random, hash, log, isAllowed };
    this.environment = { ...given, recognised, fire, live: this.live };
    this.blocksAhead = new BlocksAhead(dependencies.blocks);
    dependencies.events.onDidChange((change) => {
      this.libraryChanged(change);
    });
  }

  /** @inheritdoc */
  readonly onDidChange: Subscribe<RunnerEvent> = (listener) => this.changes.event(listener);

  /** @inheritdoc */
  active(): readonly ActiveRun[] {
    return [...this.runs.values()].map(({ execution }) => execution.state);
  }

  /** @inheritdoc */
  liveText(responseId: number): string | undefined {
    return this.live.get(responseId)?.().content;
  }

  /** @inheritdoc */
  liveThinking(responseId: number): string | undefined {
    return this.live.get(responseId)?.().thinking;
  }

  /** @inheritdoc */
  start(workflowId: number, options: StartOptions = {}): Promise<number> {
    const host = this.dependencies.defaultHost();
    const { endpoint } = options;
    return this.startWith(() => this.snapshotOfWorkflow(workflowId, { host, endpoint }), options);
  }

  /** @inheritdoc */
  startPayload(payloadId: number): Promise<number> {
    const host = this.dependencies.defaultHost();
    return this.startWith(() => this.snapshotOfPayload(payloadId, { host }), {});
  }

  /** @inheritdoc */
  async freshness(runId: number): Promise<readonly StepFreshness[]> {
    const { runs, hash } = this.dependencies;
    const run = await runs.get(runId);
    if (!run) {
      return [];
    }
    try {
      const snapshot = await this.snapshotOf(run);
      return snapshot ? await runFreshness(snapshot, await loadSourceRun(run, runs), runs, hash) : [];
    } catch (error) {
      if (error instanceof RunRefusedError) {
        return []; // nothing that could be repeated
      }
      throw error;
    }
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

  /** Whoever deletes a run, in this window or another, has stopped it by that: its server need not go on. */
  private libraryChanged(change: LibraryChange): void {
    if (change === 'everything') {
      if (this.runs.size > 0) {
        this.wantsLook = true;
        void this.stopDeleted(); // it never rejects
      }
      return;
    }
    for (const one of change) {
      if (one.entity === 'run' && one.action === 'deleted') {
        this.runs.get(one.id)?.execution.stop();
      }
    }
  }

  private async stopDeleted(): Promise<void> {
    if (this.isLooking) {
      return;
    }
    this.isLooking = true;
    while (this.wantsLook) {
      this.wantsLook = false;
      const looks = [...this.runs].map(async ([runId, { execution }]) => {
        if ((await this.dependencies.runs.get(runId)) === undefined) {
          execution.stop();
        }
      });
      await Promise.allSettled(looks); // where the store fails now, the next thing that is stored finds out
    }
    this.isLooking = false;
  }

  /** Steps may wait for it because an unknown server is taken for one that works on one request at a time. */
  private recognised(endpoint: EndpointAddress): void {
    const key = endpointKey(endpoint);
    if (!this.recognisedServers.has(key)) {
      this.recognisedServers.add(key);
      this.dependencies.turns.look();
    }
  }

  private async snapshotOf({ id, workflowId }: Run): Promise<RunSnapshot | undefined> {
    const destination = { host: this.dependencies.defaultHost() };
    if (workflowId !== null) {
      return this.snapshotOfWorkflow(workflowId, destination);
    }
    const payloadId = (await this.dependencies.runs.steps(id))[0]?.payloadId ?? undefined;
    return payloadId === undefined ? undefined : this.snapshotOfPayload(payloadId, destination);
  }

  private snapshotOfWorkflow(workflowId: number, destination: RunDestination): Promise<RunSnapshot> {
    const blocks = this.blocksAhead.of(`workflow ${workflowId}`);
    return loadRunSnapshot(workflowId, { ...this.dependencies, blocks }, destination);
  }

  private snapshotOfPayload(payloadId: number, destination: RunDestination): Promise<RunSnapshot> {
    const blocks = this.blocksAhead.of(`payload ${payloadId}`);
    return loadPayloadSnapshot(payloadId, { ...this.dependencies, blocks }, destination);
  }

  private async startWith(load: () => Promise<RunSnapshot>, options: StartOptions): Promise<number> {
    const beginning = new AbortController();
    const begun = this.begin(load, options, beginning.signal);
    this.starting.set(beginning, begun.then(ignore, ignore));
    try {
      return await begun;
    } finally {
      this.starting.delete(beginning);
    }
  }

  private async begin(load: () => Promise<RunSnapshot>, options: StartOptions, stopped: AbortSignal): Promise<number> {
    const { runs, server, clock, hash, isAllowed } = this.dependencies;
    if (!isAllowed()) {
      throw new RunRefusedError(restrictedMode, []);
    }
    const isStopped = (): boolean => stopped.aborted;
    const snapshot = await load();
    const { sourceRunId, turns } = await planRun(snapshot, options, runs, hash);
    if (isStopped()) {
      throw new RunRefusedError(text('The workflow "{0}" was stopped before it began.', snapshot.workflow.name), []);
    }
    const startedAt = clock.now();
    const newRun: NewRun = {
      workflowId: snapshot.workflow.id,
      workflowName: snapshot.workflow.name,
      sourceRunId,
      steps: snapshot.steps.map(({ id, name, payload }, index) => {
        const turn = turns[index];
        return { stepId: id, payloadId: payload.id, name, reused: turn?.kind === 'reuse' ? turn.source.responses : [] };
      }),
    };
    const first = firstStep(snapshot, turns, hash);
    if (!first) {
      const { run, steps } = await runs.start(newRun);
      const execution = new RunExecution(run, steps, snapshot, turns, this.environment, startedAt);
      return this.follow(run.id, execution, isStopped(), ignore);
    }
    const firstTurn = new FirstTurn(this.dependencies.turns);
    const headStart = new HeadStart(server, first.assembly.request, clock, () => isAllowed() && !isStopped());
    stopped.addEventListener('abort', () => {
      headStart.leave();
    });
    const leave = (): void => {
      headStart.leave();
      firstTurn.leave();
    };
    try {
      const ticket = { run: newRun, stepIndex: 0, endpoint: first.endpoint, input: first.input };
      const { run, steps } = await firstTurn.start(ticket, headStart);
      const environment = { ...this.environment, turns: firstTurn };
      const execution = new RunExecution(run, steps, snapshot, turns, environment, startedAt, { headStart, ...first });
      return this.follow(run.id, execution, isStopped(), leave);
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Lets a run that is stored go on; `left` is called when it is over. */
  private follow(runId: number, execution: RunExecution, isStopped: boolean, left: () => void): number {
    if (isStopped) {
      execution.stop();
    }
    const over = new Promise<void>((resolve) => {
      // Put off until `over` exists, so that a listener of the first event can already stop the run and wait for it.
      queueMicrotask(() => {
        const ended = (): void => {
          this.runs.delete(runId);
          left();
        };
        void execution.execute(ended).then(resolve); // it never rejects
      });
    });
    this.runs.set(runId, { execution, over });
    return runId;
  }
}

function ignore(): void {
  // There is nothing to leave, or it is told to whoever called `start`.
}
