import * as vscode from 'vscode';
import type { Disposable, Subscribe } from '../../domain/ports/events';
import { viewIds } from '../../ids';
import type { Runner, RunnerEvent } from '../../engine/runner';
import { execute } from '../../platform/vscode/commands';
import { setContext } from '../../platform/vscode/context';
import type { Tree } from '../../platform/vscode/tree';
import type { RunsItem } from '../../treeItems';
import { tellVanished } from './chooseRuns';

/**
 * What stands around the view Runs: its badge and its bar of progress while runs go on, the context key of menus, and a
 * notification for a run that failed. A run that ended well needs none: its responses are on screen.
 */
export function registerRunNotices(runner: Runner, tree: Tree<RunsItem>, onDidMove: Subscribe<void>): Disposable {
  let endProgress: (() => void) | undefined;
  /** Which library the window has, counted from 0. */
  let library = 0;
  const moves = onDidMove(() => {
    library += 1;
  });
  const update = (): void => {
    const count = runner.active().length;
    setContext('llmOrchestrator.running', count > 0);
    tree.view.badge = count === 0 ? undefined : { value: count, tooltip: badgeTooltip(count) };
    if (count === 0) {
      endProgress?.();
      endProgress = undefined;
    } else {
      endProgress ??= beginProgress();
    }
  };
  const subscription = runner.onDidChange((event) => {
    if (event.kind === 'started' || event.kind === 'ended') {
      update();
    }
    if (event.kind === 'ended' && event.status === 'failed') {
      const ended = library;
      void tellFailure(event, () => library === ended); // the notification may stay for as long as it likes
    } else if (event.kind === 'ended' && event.errorMessage !== undefined) {
      // It went on after a failure, as its step says; nothing has to be done.
      void vscode.window.showWarningMessage(vscode.l10n.t('The run went on after this: {0}', event.errorMessage));
    }
  });
  return {
    dispose: () => {
      subscription.dispose();
      moves.dispose();
      endProgress?.();
    },
  };
}

/** Shows the bar of progress on the view; calling what it returns ends it. */
function beginProgress(): () => void {
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  void vscode.window.withProgress({ location: { viewId: viewIds.runs } }, () => over); // it ends with `over`
  return end;
}

function badgeTooltip(count: number): string {
  return count === 1 ? vscode.l10n.t('1 run is going on') : vscode.l10n.t('{0} runs are going on', count);
}

/** The notification may outlive the library that its run is in: then another one may have that number. */
async function tellFailure(event: Extract<RunnerEvent, { kind: 'ended' }>, isThere: () => boolean): Promise<void> {
  const resume = vscode.l10n.t('Resume');
  const runAgain = vscode.l10n.t('Run Again');
  const showLog = vscode.l10n.t('Show Log');
  const setKey = vscode.l10n.t('Set Key');
  const message = event.errorMessage ?? vscode.l10n.t('The run of "{0}" failed.', event.workflowName);
  const practise = vscode.l10n.t('Start Practice Server');
  const { lockedEndpoint, nothingListens = false } = event;
  const first = [...(lockedEndpoint === undefined ? [] : [setKey]), ...(nothingListens ? [practise] : [])];
  const answer = await vscode.window.showErrorMessage(message, ...first, resume, runAgain, showLog);
  if (answer === setKey && lockedEndpoint !== undefined) {
    await execute('llmOrchestrator.endpoints.setKey', { kind: 'endpoint', ...lockedEndpoint });
  } else if (answer === practise) {
    await execute('llmOrchestrator.practice.start');
  } else if (!isThere() && (answer === resume || answer === runAgain)) {
    tellVanished();
  } else if (answer === resume) {
    await execute('llmOrchestrator.runs.resume', { kind: 'run', id: event.runId });
  } else if (answer === runAgain) {
    await execute('llmOrchestrator.runs.runAgain', { kind: 'run', id: event.runId });
  } else if (answer === showLog) {
    await execute('llmOrchestrator.showLog');
  }
}
