import * as vscode from 'vscode';
import { viewIds } from '../../ids';
import { createTree, type Tree } from '../../platform/vscode/tree';
import type { WorkflowsItem } from '../../treeItems';
import { registerStepCommands } from './stepCommands';
import { registerWorkflowCommands } from './workflowCommands';
import { WorkflowDragAndDrop } from './workflowDragAndDrop';
import type { WorkflowsDependencies } from './workflowsDependencies';
import { WorkflowTree } from './workflowTree';

/** Puts the workflows into the side bar, with everything that can be done with them. Disposing takes it all away. */
export function registerWorkflowsView(dependencies: WorkflowsDependencies): Tree<WorkflowsItem> {
  const source = new WorkflowTree(dependencies);
  const tree = createTree(viewIds.workflows, source, dependencies.log, {
    canSelectMany: true,
    showCollapseAll: true,
    dragAndDropController: new WorkflowDragAndDrop(dependencies),
  });
  const parts = vscode.Disposable.from(
    tree,
    dependencies.events.onDidChange((change) => {
      void source.follow(change, tree); // reports its own failures
    }),
    dependencies.onDidMove(() => {
      tree.beginAnew();
    }),
    tree.view.onDidChangeVisibility(({ visible }) => {
      if (visible) {
        source.redrawTimes(tree);
      }
    }),
    registerWorkflowCommands(dependencies, tree),
    registerStepCommands(dependencies, tree),
  );
  return {
    ...tree,
    dispose: () => {
      parts.dispose();
    },
  };
}
