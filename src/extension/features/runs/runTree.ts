import * as vscode from 'vscode';
import type { ResponseSummary, Run, StepExecution } from '../../../shared/model/run';
import type { LibraryChange } from '../../domain/ports/changes';
import type { ActiveRun } from '../../engine/runner';
import type { TreeSource } from '../../platform/vscode/tree';
import type { RunsItem } from '../../treeItems';
import type { QueuePositions } from './queuePositions';
import { executionRow, isOver, moreRow, responseRow, runRow } from './runRows';
import type { RunsDependencies } from './runsDependencies';
import { executionItem, responseItem, runItem, runsItemKey } from './runsItem';
import type { StaleMarks } from './staleMarks';

/** How many runs a page has. */
export const PAGE_SIZE = 50;

/** How the tree has what changed drawn again. */
export interface RunDrawing {
  all(): void;
  run(id: number): void;
}

/** The runs, newest first, a page at a time, each with its responses below it. */
export class RunTree implements TreeSource<RunsItem> {
  /** What is on screen; every event about a run reads it again before its row is drawn. */
  private shown = new Map<number, Run>();
  private readonly responses = new Map<number, ResponseSummary>();
  private readonly executions = new Map<string, StepExecution>();
  private pages = 1;
  /** Whether there are older runs than those on screen. */
  private hasMore = false;
  /** Runs that began in this window. */
  private readonly newRuns = new Set<number>();

  constructor(
    private readonly dependencies: Pick<RunsDependencies, 'runner' | 'runs' | 'clock' | 'log'>,
    private readonly marks: StaleMarks,
    private readonly positions: QueuePositions,
  ) {}

  readonly key = runsItemKey;

  async children(item: RunsItem | undefined): Promise<readonly RunsItem[]> {
    const { runs } = this.dependencies;
    if (item === undefined) {
      const { shown, hasMore } = await this.readPages();
      this.shown = shown;
      this.hasMore = hasMore;
      const items = [...shown.keys()].map(runItem);
      return this.hasMore ? [...items, { kind: 'more' }] : items;
    }
    if (item.kind !== 'run') {
      return [];
    }
    const [responses, steps] = await Promise.all([runs.responses(item.id), runs.steps(item.id)]);
    for (const response of responses) {
      this.responses.set(response.id, response);
    }
    for (const step of steps) {
      this.executions.set(step.id, step);
    }
    this.marks.watch(item.id);
    const withResponse = new Set(responses.map(({ stepExecutionId }) => stepExecutionId));
    const without = steps.filter(({ id }) => !withResponse.has(id));
    return [
      ...responses.map((response) => ({ stepIndex: response.stepIndex, item: responseItem(response) })),
      ...without.map((step) => ({ stepIndex: step.stepIndex, item: executionItem(step) })),
    ]
      .sort((one, other) => one.stepIndex - other.stepIndex)
      .map((row) => row.item);
  }

  parent(item: RunsItem): RunsItem | undefined {
    return 'runId' in item ? runItem(item.runId) : undefined;
  }

  row(item: RunsItem): vscode.TreeItem {
    if (item.kind === 'more') {
      return moreRow();
    }
    const runId = item.kind === 'run' ? item.id : item.runId;
    const run = this.shown.get(runId);
    const active = this.active(runId);
    const position = active && this.positions.of(active.stepExecutionId);
    switch (item.kind) {
      case 'run': {
        const now = this.dependencies.clock.now();
        const [isNew, isStale] = [this.newRuns.has(runId), this.marks.isStale(runId)];
        return run === undefined ? emptyRow() : runRow(run, { now, active, position, isNew, isStale });
      }
      case 'response': {
        const response = this.responses.get(item.id);
        const isWritten = active?.responseId === item.id;
        const isDone = run !== undefined && isOver(run.status);
        const freshness = isDone ? this.marks.of(runId, response?.stepExecutionId ?? null) : undefined;
        return response === undefined ? emptyRow() : responseRow(response, { isWritten, isDone, freshness });
      }
      case 'execution': {
        const step = this.executions.get(item.id);
        return step === undefined ? emptyRow() : executionRow(step, { active, position });
      }
    }
  }

  /** Makes room for another page, where there is more to show. */
  addPage(): void {
    if (this.hasMore) {
      this.pages += 1;
      this.hasMore = false; // known again when the page has been read
    }
  }

  /**
   * Has drawn again what a commit changed, as little as possible. Only a commit of this window tells what it did, and it
   * does so before a read finds it; a run that is noted as new later may have a collapsed row by then, which VS Code keeps.
   */
  follow(change: LibraryChange, draw: RunDrawing): void {
    if (change === 'everything') {
      void this.rereadAll(draw); // reports its own failure
      return;
    }
    for (const one of change) {
      if (one.entity === 'run' && one.action === 'created') {
        this.newRuns.add(one.id);
      }
    }
    if (change.some(movesRuns)) {
      draw.all();
      return;
    }
    const runs = change.flatMap((one) => (one.entity === 'run' ? [one.id] : []));
    const ofResponses = change.flatMap((one) => ('runId' in one ? [one.runId] : []));
    for (const id of new Set(runs)) {
      void this.reread(id, draw); // reports its own failure
    }
    for (const id of new Set(ofResponses)) {
      draw.run(id);
    }
  }

  /** Forgets all runs: those of another library have their ids. */
  forget(): void {
    this.shown.clear();
    this.responses.clear();
    this.executions.clear();
    this.newRuns.clear();
    this.pages = 1;
    this.hasMore = false;
  }

  /** Reads a run again and has its row drawn. */
  async reread(id: number, draw: RunDrawing): Promise<void> {
    try {
      const run = await this.dependencies.runs.get(id);
      if (run === undefined || !this.shown.has(id)) {
        draw.all();
      } else {
        this.shown.set(id, run);
        draw.run(id);
      }
    } catch (error) {
      this.dependencies.log.error(error instanceof Error ? error : String(error));
    }
  }

  /**
   * Reads the runs again when another window has written, which it may do every second. Rows stay while they are drawn
   * again one by one; while the whole tree is, VS Code knows none of them, and a command of a menu would lose its row.
   */
  private async rereadAll(draw: RunDrawing): Promise<void> {
    try {
      const { shown, hasMore } = await this.readPages();
      if (hasMore !== this.hasMore || [...shown.keys()].join() !== [...this.shown.keys()].join()) {
        draw.all();
        return;
      }
      this.shown = shown;
      for (const id of shown.keys()) {
        draw.run(id);
      }
    } catch (error) {
      this.dependencies.log.error(error instanceof Error ? error : String(error));
    }
  }

  private async readPages(): Promise<{ readonly shown: Map<number, Run>; readonly hasMore: boolean }> {
    const limit = this.pages * PAGE_SIZE;
    const found = await this.dependencies.runs.page(limit + 1); // one more tells whether there is another page
    return { shown: new Map(found.slice(0, limit).map((run) => [run.id, run])), hasMore: found.length > limit };
  }

  private active(runId: number): ActiveRun | undefined {
    return this.dependencies.runner.active().find((run) => run.runId === runId);
  }
}

function emptyRow(): vscode.TreeItem {
  return new vscode.TreeItem('');
}

/** Whether a change adds rows of runs or takes them away: deleting a workflow takes its runs along. */
function movesRuns({ entity, action }: Exclude<LibraryChange, 'everything'>[number]): boolean {
  return (entity === 'run' && action !== 'changed') || (entity === 'workflow' && action === 'deleted');
}
