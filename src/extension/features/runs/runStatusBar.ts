import * as vscode from 'vscode';
import type { Disposable } from '../../domain/ports/events';
import type { ActiveRun, Runner, RunnerEvent } from '../../engine/runner';
import type { CommandId } from '../../ids';
import { formatDuration } from '../../platform/vscode/duration';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { localize } from '../../platform/vscode/localize';
import { phaseWords, progressWords } from './progressWords';
import type { QueuePositions } from './queuePositions';
import type { RunsDependencies } from './runsDependencies';
import { phaseText } from './runText';

/** How long the end of a run stays in the status bar, in milliseconds. */
export const END_SHOWN_FOR = 5000;

/** The one item in the status bar: what is going on, and for a moment how the last run ended. A click leads further. */
export class RunStatusBar implements Disposable {
  private readonly item = vscode.window.createStatusBarItem('runs', vscode.StatusBarAlignment.Left);
  private readonly subscription: Disposable;
  private hiding: Disposable | undefined;

  constructor(
    private readonly dependencies: Pick<RunsDependencies, 'runner' | 'runs' | 'clock' | 'log'>,
    private readonly positions: Pick<QueuePositions, 'of'>,
  ) {
    this.item.name = vscode.l10n.t('LLM Orchestrator Runs');
    this.subscription = dependencies.runner.onDidChange((event) => {
      this.follow(event, dependencies.runner);
    });
  }

  /** Says anew what is going on, if anything is. */
  update(): void {
    this.showActive(this.dependencies.runner.active());
  }

  /** Says no longer how the last run ended. */
  hide(): void {
    this.item.hide();
  }

  dispose(): void {
    this.subscription.dispose();
    this.hiding?.dispose();
    this.item.dispose();
  }

  private follow(event: RunnerEvent, runner: Runner): void {
    const active = runner.active();
    if (event.kind === 'started' || event.kind === 'progressed') {
      this.showActive(active);
    } else if (event.kind === 'ended' && active.length > 0) {
      this.showActive(active);
    } else if (event.kind === 'ended') {
      this.showEnd(event).catch((error: unknown) => {
        this.item.hide();
        this.dependencies.log.warn(`Run ${event.runId}: its end could not be read: ${String(error)}`);
      });
    }
  }

  private showActive(active: readonly ActiveRun[]): void {
    const [run] = active;
    if (run === undefined) {
      return;
    }
    const title = vscode.l10n.t('Show Active Runs');
    this.show({
      text: `$(${activeIcon(active)}) ${escapeIcons(this.activeText(active, run))}`,
      tooltip: this.activeTooltip(active),
      spoken: active.map((one) => `${one.workflowName}, ${this.words(one)}`).join('; '),
      command: command('llmOrchestrator.runs.showActive', title),
    });
  }

  private async showEnd(event: Extract<RunnerEvent, { kind: 'ended' }>): Promise<void> {
    const { runs, runner, clock } = this.dependencies;
    const [run, responses] = await Promise.all([runs.get(event.runId), runs.responses(event.runId)]);
    if (runner.active().length > 0) {
      return; // another one has begun meanwhile, and has the place
    }
    if (run === undefined || event.status === 'failed') {
      this.item.hide(); // a failure has its notification
      return;
    }
    const took = formatDuration(run.executionTimeMs ?? 0);
    const count =
      responses.length === 1 ? vscode.l10n.t('1 response') : vscode.l10n.t('{0} responses', responses.length);
    const isDone = event.status === 'completed';
    const words = isDone
      ? vscode.l10n.t('{0}: done · {1} · {2}', run.workflowName, count, took)
      : vscode.l10n.t('{0}: stopped · {1}', run.workflowName, took);
    this.show({
      text: `$(${isDone ? 'pass' : 'circle-slash'}) ${escapeIcons(words)}`,
      tooltip: vscode.l10n.t('Open the responses of run {0}', run.id),
      spoken: words,
      command: {
        ...command('llmOrchestrator.runs.open', vscode.l10n.t('Open Responses')),
        arguments: [{ kind: 'run', id: run.id }],
      },
    });
    this.hiding = clock.after(END_SHOWN_FOR, () => {
      this.item.hide();
    });
  }

  private activeText(active: readonly ActiveRun[], run: ActiveRun): string {
    if (active.length > 1) {
      return vscode.l10n.t('{0} runs', active.length);
    }
    const { workflowName, stepIndex, stepCount, payloadName, phase } = run;
    const words = vscode.l10n.t('{0} {1}/{2} · {3}', workflowName, stepIndex + 1, stepCount, payloadName);
    return phase === 'queued' || phase === 'retrying' ? `${words} · ${localize(phaseText(phase))}` : words;
  }

  private activeTooltip(active: readonly ActiveRun[]): vscode.MarkdownString {
    const tooltip = new vscode.MarkdownString();
    for (const run of active) {
      const step = vscode.l10n.t('step {0} of {1}', run.stepIndex + 1, run.stepCount);
      const line = [run.workflowName, step, run.payloadName, phaseWords(run, this.position(run))].join(' · ');
      tooltip.appendMarkdown('- ').appendText(line).appendMarkdown('\n');
    }
    return tooltip.appendMarkdown('\n').appendText(vscode.l10n.t('Click to stop a run or to show what it writes.'));
  }

  private words(run: ActiveRun): string {
    return progressWords(run, this.position(run));
  }

  private position({ stepExecutionId }: ActiveRun): number | undefined {
    return this.positions.of(stepExecutionId);
  }

  private show(shown: {
    readonly text: string;
    readonly tooltip: string | vscode.MarkdownString;
    readonly spoken: string;
    readonly command: vscode.Command;
  }): void {
    this.hiding?.dispose();
    this.item.text = shown.text;
    this.item.tooltip = shown.tooltip;
    this.item.accessibilityInformation = { label: shown.spoken, role: 'button' };
    this.item.command = shown.command;
    this.item.show();
  }
}

/** Turning only while something happens: a run that waits stands still. */
function activeIcon(active: readonly ActiveRun[]): string {
  if (active.every(({ phase }) => phase === 'queued')) {
    return 'clock';
  }
  return active.every(({ phase }) => phase === 'queued' || phase === 'retrying') ? 'history' : 'loading~spin';
}

function command(id: CommandId, title: string): vscode.Command {
  return { command: id, title };
}
