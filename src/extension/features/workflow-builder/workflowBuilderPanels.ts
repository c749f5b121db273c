import * as vscode from 'vscode';
import { workflowBuilderPage, type WorkflowPageData } from '../../../shared/protocol/workflowBuilder';
import { panelTypes } from '../../ids';
import { BuilderPanels } from '../../platform/vscode/panels/builderPanels';
import type { WorkflowBuilderDependencies, WorkflowBuilderSurroundings } from './workflowBuilderDependencies';
import { WorkflowBuilderSession } from './workflowBuilderSession';
import { stepFieldDefinitions, workflowFieldDefinitions } from './stepFields';
import { workflowBuilderStrings } from './workflowBuilderStrings';

/** The open panels of workflows. `folder` is that of the pages' bundles. */
export function workflowBuilderPanels(
  dependencies: WorkflowBuilderDependencies,
  surroundings: WorkflowBuilderSurroundings,
  folder: vscode.Uri,
): BuilderPanels {
  return new BuilderPanels({
    panelType: panelTypes.workflowBuilder,
    page: workflowBuilderPage,
    folder,
    stateKey: 'workflowId',
    goneTitle: vscode.l10n.t('Deleted workflow'),
    data: (): WorkflowPageData => ({
      strings: workflowBuilderStrings(),
      fields: workflowFieldDefinitions(dependencies.say),
      stepFields: stepFieldDefinitions(dependencies.say),
    }),
    createSession: (id, transport, frame) =>
      new WorkflowBuilderSession(id, transport, dependencies, { ...surroundings, ...frame }),
  });
}
