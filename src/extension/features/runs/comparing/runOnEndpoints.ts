import * as vscode from 'vscode';
import type { EndpointAddress } from '../../../../shared/model/endpoint';
import { endpointKey, formatEndpoint, parseEndpoint } from '../../../domain/payload/endpointAddress';
import { execute } from '../../../platform/vscode/commands';
import { askChoices } from '../../../platform/vscode/quickChoice';
import { askText } from '../../../platform/vscode/textInput';
import type { WorkflowsItem } from '../../../treeItems';
import type { RunsDependencies } from '../runsDependencies';
import { runItem } from '../runsItem';
import { pickWorkflow, workflowIds } from '../runWorkflowCommand';
import { startRun } from '../startRun';

/**
 * Runs a workflow on several endpoints at once, a run for each, every step on that endpoint; offers to compare them when
 * all have ended.
 */
export async function runOnEndpoints(
  dependencies: RunsDependencies,
  item?: WorkflowsItem,
  items?: readonly WorkflowsItem[],
): Promise<void> {
  const [workflowId] = item === undefined ? await pickWorkflow(dependencies, title()) : workflowIds(item, items);
  const endpoints = workflowId === undefined ? [] : await pickEndpoints(dependencies);
  if (workflowId === undefined || endpoints.length === 0) {
    return;
  }
  const started: number[] = [];
  for (const endpoint of endpoints) {
    const runId = await startRun(dependencies, { workflowId, options: { endpoint } });
    if (runId === undefined) {
      break; // the reason has been told, and is the same for all
    }
    started.push(runId);
  }
  if (started.length > 1) {
    void offerComparison(dependencies, started); // the command is over; the runs may take hours
  }
}

async function pickEndpoints(dependencies: RunsDependencies): Promise<readonly EndpointAddress[]> {
  const known = await knownEndpoints(dependencies);
  const other = vscode.l10n.t('Another Endpoint…');
  const picked = await askChoices<EndpointAddress | undefined>({
    title: title(),
    placeholder: vscode.l10n.t('Pick the endpoints to run on'),
    rows: [
      ...known.map((address) => ({ label: formatEndpoint(address), value: address })),
      { label: other, value: undefined },
    ],
  });
  if (picked === undefined) {
    return [];
  }
  const chosen = picked.filter((address) => address !== undefined);
  if (chosen.length === picked.length) {
    return chosen;
  }
  const typed = await askText({
    title: title(),
    prompt: vscode.l10n.t('Host and port, or a URL'),
    placeholder: '127.0.0.1:8080',
    parse: parseEndpoint,
  });
  return typed === undefined || typed === 'back' ? [] : distinct([...chosen, typed.value]);
}

/** The endpoints of all payloads and those that the person has listed, each once. */
async function knownEndpoints({ payloads, listedEndpoints, defaultHost }: RunsDependencies) {
  const used = (await payloads.all()).map(({ host, port }) => ({ host: host ?? defaultHost(), port }));
  return distinct([...used, ...listedEndpoints()]);
}

function distinct(addresses: readonly EndpointAddress[]): readonly EndpointAddress[] {
  return [...new Map(addresses.map((address) => [endpointKey(address), address])).values()];
}

async function offerComparison({ runner }: RunsDependencies, runIds: readonly number[]): Promise<void> {
  await Promise.all(runIds.map((id) => runner.ended(id)));
  const compare = vscode.l10n.t('Compare');
  const message = vscode.l10n.t('The workflow has run on {0} endpoints.', runIds.length);
  if ((await vscode.window.showInformationMessage(message, compare)) === compare) {
    const [first, ...others] = runIds.map(runItem);
    await execute('llmOrchestrator.runs.compare', first, first === undefined ? [] : [first, ...others]);
  }
}

function title(): string {
  return vscode.l10n.t('Run on Several Endpoints');
}
