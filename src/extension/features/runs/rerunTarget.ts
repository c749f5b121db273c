import * as vscode from 'vscode';
import type { Run } from '../../../shared/model/run';
import type { RunsItem, WorkflowsItem } from '../../treeItems';
import { pickResponse, pickRun, tellVanished } from './chooseRuns';
import type { RunsDependencies } from './runsDependencies';
import type { RunTarget } from './startRun';

/** A step that is to run again: a place in a workflow, with the run whose responses are taken over. */
export interface StepToRun {
  readonly workflowId: number;
  readonly stepId: number;
  /** Undefined for the newest run of the workflow. */
  readonly sourceRunId: number | undefined;
}

type Source = Pick<RunsDependencies, 'runs' | 'runner' | 'workflows' | 'clock'>;

/**
 * The step that an item is, or that the person picks; for a payload that ran alone, the payload. Undefined when the
 * person gives up, or when it is gone, which is told.
 */
export async function stepToRun(
  source: Source,
  item: RunsItem | WorkflowsItem | undefined,
  title: string,
): Promise<StepToRun | Extract<RunTarget, { readonly payloadId: number }> | undefined> {
  if (item?.kind === 'step') {
    return { workflowId: item.workflowId, stepId: item.id, sourceRunId: undefined };
  }
  const runId = item?.kind === 'run' ? item.id : item && 'runId' in item ? item.runId : undefined;
  const run = runId === undefined ? await pickRun(source, title) : await source.runs.get(runId);
  if (!run) {
    if (runId !== undefined) {
      tellVanished();
    }
    return undefined;
  }
  const place = await placeOf(source, run, item, title);
  if (place === 'none') {
    return undefined;
  }
  const { workflowId, id: sourceRunId } = run;
  if (workflowId === null && place.payloadId !== null) {
    return { payloadId: place.payloadId };
  }
  const stepId = workflowId === null ? undefined : (place.stepId ?? (await placeByOrder(source, workflowId, place)));
  if (workflowId !== null && stepId !== undefined) {
    return { workflowId, stepId, sourceRunId };
  }
  void vscode.window.showInformationMessage(vscode.l10n.t('What that step ran no longer exists.'));
  return undefined;
}

interface Place {
  readonly stepId: number | null;
  readonly stepIndex: number;
  readonly payloadId: number | null;
  readonly isOld: boolean;
}

async function placeOf(
  source: Source,
  run: Run,
  item: RunsItem | WorkflowsItem | undefined,
  title: string,
): Promise<Place | 'none'> {
  const [steps, responses] = await Promise.all([source.runs.steps(run.id), source.runs.responses(run.id)]);
  if (item?.kind === 'execution') {
    const step = steps.find(({ id }) => id === item.id);
    return step ? { ...step, isOld: false } : gone();
  }
  const response =
    item?.kind === 'response' ? responses.find(({ id }) => id === item.id) : await pickResponse(source, run, title);
  if (!response) {
    return item?.kind === 'response' ? gone() : 'none';
  }
  const step = steps.find(({ id }) => id === response.stepExecutionId);
  return step ? { ...step, isOld: false } : { ...response, stepId: null, isOld: steps.length === 0 };
}

/** Runs of the original application do not know the places of their responses; their order and payload tell. */
async function placeByOrder(
  { workflows }: Source,
  workflowId: number,
  { stepIndex, payloadId, isOld }: Place,
): Promise<number | undefined> {
  const step = isOld ? (await workflows.get(workflowId))?.steps[stepIndex] : undefined;
  return step?.payloadId === payloadId ? step.id : undefined;
}

function gone(): 'none' {
  tellVanished();
  return 'none';
}
