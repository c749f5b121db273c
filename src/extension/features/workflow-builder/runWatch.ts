import type { RunState } from '../../../shared/protocol/workflowBuilder';
import type { LibraryChange } from '../../domain/ports/changes';
import type { Disposable } from '../../domain/ports/events';
import type { RunnerEvent } from '../../engine/runner';
import { Throttle } from '../../platform/throttle';
import { runStateOf, type StoredRun } from './runState';
import { StaleSteps } from './staleSteps';
import type { WorkflowBuilderDependencies } from './workflowBuilderDependencies';

/** How often a run is told at the most, in milliseconds: faster than anybody reads. */
const INTERVAL = 150;

type Dependencies = Pick<WorkflowBuilderDependencies, 'runner' | 'runs' | 'events' | 'clock' | 'log' | 'say'>;

/** Follows the newest run of a workflow, whoever began it, and tells where it stands. */
export class RunWatch {
  private seen: StoredRun | undefined;
  private runId: number | undefined;
  /** Whether what was read of the run is out of date. */
  private isStale = false;
  private telling: Promise<void> = Promise.resolve();
  private readonly subscriptions: readonly Disposable[];
  private readonly throttle: Throttle<'run'>;
  private readonly stale: StaleSteps;

  constructor(
    private readonly workflowId: number,
    private readonly dependencies: Dependencies,
    private readonly tell: (state: RunState | null) => void,
  ) {
    const { runner, events, clock } = dependencies;
    this.throttle = new Throttle(
      clock,
      () => INTERVAL,
      () => {
        this.telling = this.telling.then(() => this.update());
      },
    );
    this.stale = new StaleSteps(dependencies, () => {
      this.throttle.ask('run');
    });
    this.subscriptions = [
      runner.onDidChange((event) => {
        this.note(event);
      }),
      events.onDidChange((change) => {
        if (this.concerns(change)) {
          this.isStale = true;
          this.throttle.ask('run');
        }
      }),
    ];
  }

  /** The run that is followed; undefined before the first one. */
  get followed(): number | undefined {
    return this.runId;
  }

  /**
   * Where the newest run stands; null when there is none.
   * @throws {StoreError}
   */
  async open(): Promise<RunState | null> {
    const { runner, runs } = this.dependencies;
    const active = runner.active().findLast(({ workflowId }) => workflowId === this.workflowId);
    this.runId = active?.runId ?? (await runs.latest(this.workflowId))?.id;
    await this.read();
    return this.state();
  }

  /** Whether a response belongs to the run that is shown. */
  has(responseId: number): boolean {
    return this.seen?.responses.some(({ id }) => id === responseId) ?? false;
  }

  /** What a run depends on has changed outside of the library. */
  surroundingsChanged(): void {
    this.stale.lookAgain();
  }

  dispose(): void {
    this.throttle.dispose();
    this.stale.dispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private note(event: RunnerEvent): void {
    if (event.kind === 'started' && event.run.workflowId === this.workflowId) {
      this.runId = event.run.runId;
    }
    const runId = 'run' in event ? event.run.runId : event.runId;
    if (runId === this.runId) {
      this.isStale ||= event.kind !== 'streamed' && event.kind !== 'progressed';
      this.throttle.ask('run');
    }
  }

  private concerns(change: LibraryChange): boolean {
    return (
      change === 'everything' ||
      change.some((one) => (one.entity === 'run' ? one.id === this.runId : 'runId' in one && one.runId === this.runId))
    );
  }

  private async update(): Promise<void> {
    try {
      if (this.isStale) {
        await this.read();
        if (this.seen === undefined) {
          await this.open(); // the run was deleted: the one before is the newest now
        }
      }
      this.tell(this.state());
    } catch (error) {
      this.dependencies.log.error(error instanceof Error ? error : String(error));
    }
  }

  private async read(): Promise<void> {
    const { runs } = this.dependencies;
    const { runId } = this;
    this.isStale = false;
    const run = runId === undefined ? undefined : await runs.get(runId);
    this.seen =
      run === undefined ? undefined : { run, steps: await runs.steps(run.id), responses: await runs.responses(run.id) };
  }

  private state(): RunState | null {
    const { runner, say } = this.dependencies;
    const active = runner.active().find(({ runId }) => runId === this.runId);
    this.stale.follow(active === undefined ? this.seen?.run.id : undefined);
    if (this.seen === undefined) {
      return null;
    }
    const length = active?.responseId === undefined ? 0 : (runner.liveText(active.responseId)?.length ?? 0);
    return runStateOf(this.seen, active && { active, length }, this.stale.steps, say);
  }
}
