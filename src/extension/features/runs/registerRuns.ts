import * as vscode from 'vscode';
import { viewIds } from '../../ids';
import { Throttle } from '../../platform/throttle';
import { createTree, type Tree } from '../../platform/vscode/tree';
import type { RunsItem } from '../../treeItems';
import { forgetChoice } from './choiceMemory';
import { registerRunCommands } from './runCommands';
import { registerRunNotices } from './runNotices';
import { QueuePositions } from './queuePositions';
import type { RunsDependencies } from './runsDependencies';
import { runItem } from './runsItem';
import { RunStatusBar } from './runStatusBar';
import { RunTree } from './runTree';
import { registerRunWorkflowCommand } from './runWorkflowCommand';
import { StaleMarks } from './staleMarks';

/** Rows move at most this often, in milliseconds between two redraws: more is flicker, and costs the model's machine. */
const REDRAW_INTERVAL = 250;

/**
 * Puts the runs into the side bar and the status bar, with everything that can be done with them, and "Run Workflow".
 * Disposing takes all of it away.
 */
export function registerRuns(dependencies: RunsDependencies): Tree<RunsItem> {
  const { runner, events, onDidMove, state, clock, log } = dependencies;
  const positions = new QueuePositions(dependencies, () => {
    for (const { runId, phase } of runner.active()) {
      if (phase === 'queued') {
        redraws.ask(runId);
      }
    }
    status.update();
  });
  const marks = new StaleMarks(dependencies, (runId) => {
    redraws.ask(runId);
  });
  const source = new RunTree(dependencies, marks, positions);
  const status = new RunStatusBar(dependencies, positions);
  const tree = createTree(viewIds.runs, source, log, { canSelectMany: true, showCollapseAll: true });
  const redraws = new Throttle<number>(
    clock,
    () => REDRAW_INTERVAL,
    (id) => {
      tree.refresh(runItem(id));
    },
  );
  const draw = {
    all: () => {
      tree.refresh();
    },
    run: (id: number) => {
      redraws.ask(id);
    },
  };
  const parts = vscode.Disposable.from(
    tree,
    redraws,
    positions,
    marks,
    status,
    events.onDidChange((change) => {
      source.follow(change, draw);
    }),
    onDidMove(() => {
      source.forget();
      marks.forget();
      status.hide();
      void forgetChoice(state); // whether it is kept or not, the pick works
      tree.beginAnew();
    }),
    runner.onDidChange((event) => {
      switch (event.kind) {
        case 'progressed':
          redraws.ask(event.run.runId);
          break;
        case 'responseEnded':
          redraws.ask(event.runId);
          break;
        case 'ended':
          void source.reread(event.runId, draw); // reports its own failure
          marks.ended(event.runId);
          break;
        case 'started':
        case 'responseStarted':
        case 'streamed':
          break; // the commits that stored the run and the response, and the document that shows it, speak for themselves
      }
    }),
    registerRunCommands(dependencies, tree, () => {
      source.addPage();
      tree.refresh();
    }),
    registerRunWorkflowCommand(dependencies),
    registerRunNotices(runner, tree, onDidMove),
  );
  return {
    ...tree,
    dispose: () => {
      parts.dispose();
    },
  };
}
