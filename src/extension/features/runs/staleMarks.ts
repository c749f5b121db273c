import type { Disposable } from '../../domain/ports/events';
import { mayMakeStale } from '../../domain/workflow/mayMakeStale';
import type { StepFreshness } from '../../engine/runFreshness';
import { Throttle } from '../../platform/throttle';
import type { RunsDependencies } from './runsDependencies';

/** How often marks are looked at again while the library changes, in milliseconds. */
const INTERVAL = 1000;
/** Of how many runs marks are kept: those whose responses were looked at last. */
const WATCHED = 20;

/** Which steps of the runs on screen would be given something else now: looked at again when the library changes. */
export class StaleMarks implements Disposable {
  private readonly marks = new Map<number, ReadonlyMap<string, StepFreshness>>();
  private readonly looks: Throttle<'look'>;
  private readonly subscription: Disposable;

  constructor(
    private readonly dependencies: Pick<RunsDependencies, 'runner' | 'events' | 'clock' | 'log'>,
    /** Called when the marks of a run are others than before. */
    private readonly changed: (runId: number) => void,
  ) {
    this.looks = new Throttle(
      dependencies.clock,
      () => INTERVAL,
      () => {
        for (const runId of this.marks.keys()) {
          void this.look(runId); // it logs its own failure
        }
      },
    );
    this.subscription = dependencies.events.onDidChange((change) => {
      if (this.marks.size > 0 && mayMakeStale(change)) {
        this.looks.ask('look');
      }
    });
  }

  /** The mark of a step, as it was last seen. */
  of(runId: number, stepExecutionId: string | null): StepFreshness | undefined {
    return stepExecutionId === null ? undefined : this.marks.get(runId)?.get(stepExecutionId);
  }

  /** Whether a step of the run is stale, as far as is known. */
  isStale(runId: number): boolean {
    return [...(this.marks.get(runId)?.values() ?? [])].some(({ state }) => state === 'stale');
  }

  /** Keeps the marks of a run from now on. */
  watch(runId: number): void {
    const known = this.marks.get(runId);
    this.marks.delete(runId);
    this.marks.set(runId, known ?? new Map());
    for (const [oldest] of [...this.marks].slice(0, -WATCHED)) {
      this.marks.delete(oldest);
    }
    if (!known) {
      void this.look(runId); // it logs its own failure
    }
  }

  /** Looks at a run again that has just ended. */
  ended(runId: number): void {
    if (this.marks.has(runId)) {
      void this.look(runId); // it logs its own failure
    }
  }

  /** Forgets all marks: another library has runs with the same ids. */
  forget(): void {
    this.marks.clear();
  }

  dispose(): void {
    this.subscription.dispose();
    this.looks.dispose();
  }

  private async look(runId: number): Promise<void> {
    const { runner, log } = this.dependencies;
    if (runner.active().some((run) => run.runId === runId)) {
      return; // what is being made is not stale
    }
    try {
      const found = (await runner.freshness(runId)).flatMap((mark) =>
        mark.stepExecutionId === undefined ? [] : [[mark.stepExecutionId, mark] as const],
      );
      const before = this.marks.get(runId);
      if (before && textOf([...before]) !== textOf(found)) {
        this.marks.set(runId, new Map(found));
        this.changed(runId);
      }
    } catch (error) {
      log.warn(`Run ${runId}: whether it is stale could not be found out: ${String(error)}`);
    }
  }
}

function textOf(marks: readonly (readonly [string, StepFreshness])[]): string {
  return JSON.stringify(marks.filter(([, { state }]) => state === 'stale'));
}
