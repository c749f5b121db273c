import { text } from '../../../shared/model/text';
import type { StaleStep } from '../../../shared/protocol/workflowBuilder';
import { mayMakeStale } from '../../domain/workflow/mayMakeStale';
import type { Disposable } from '../../domain/ports/events';
import type { StepFreshness } from '../../engine/runFreshness';
import { Throttle } from '../../platform/throttle';
import type { WorkflowBuilderDependencies } from './workflowBuilderDependencies';

/** How often a run is compared with its workflow while the library changes, in milliseconds. */
const INTERVAL = 500;

/** Knows which steps would be given something else now than in a run: looked at again when the library changes. */
export class StaleSteps {
  private runId: number | undefined;
  private found: readonly StaleStep[] = [];
  private readonly looks: Throttle<'look'>;
  private readonly subscription: Disposable;

  constructor(
    private readonly dependencies: Pick<WorkflowBuilderDependencies, 'runner' | 'events' | 'clock' | 'log' | 'say'>,
    /** Called when they are others than before. */
    private readonly changed: () => void,
  ) {
    const { clock, events } = dependencies;
    this.looks = new Throttle(
      clock,
      () => INTERVAL,
      () => void this.look(), // it logs its own failure
    );
    this.subscription = events.onDidChange((change) => {
      if (mayMakeStale(change)) {
        this.lookAgain();
      }
    });
  }

  /** In the order of the workflow. */
  get steps(): readonly StaleStep[] {
    return this.found;
  }

  /** Compares this run from now on; undefined for none, and for one that still goes on: what is being made is not stale. */
  follow(runId: number | undefined): void {
    if (runId !== this.runId) {
      this.runId = runId;
      this.found = [];
      this.looks.flush('look');
    }
  }

  /** Something has changed that may matter. */
  lookAgain(): void {
    if (this.runId !== undefined) {
      this.looks.ask('look');
    }
  }

  dispose(): void {
    this.subscription.dispose();
    this.looks.dispose();
  }

  private async look(): Promise<void> {
    const { runId } = this;
    const { runner, log } = this.dependencies;
    if (runId === undefined) {
      return;
    }
    try {
      const found = (await runner.freshness(runId)).flatMap((step) => this.staleStep(step, runId));
      if (runId === this.runId && JSON.stringify(found) !== JSON.stringify(this.found)) {
        this.found = found;
        this.changed();
      }
    } catch (error) {
      log.warn(`Run ${runId}: whether it is stale could not be found out: ${String(error)}`);
    }
  }

  private staleStep({ stepId, stepExecutionId, state, reasons }: StepFreshness, runId: number): readonly StaleStep[] {
    if (stepId === null) {
      return [];
    }
    const { say } = this.dependencies;
    if (state === 'stale') {
      return [{ stepId, reasons: [...new Set(reasons.map((reason) => say(reason.text)))] }];
    }
    // One that failed or was stopped says so by itself.
    return state === 'unfinished' && stepExecutionId === undefined
      ? [{ stepId, reasons: [say(text('It was not in run {0}.', runId))] }]
      : [];
  }
}
