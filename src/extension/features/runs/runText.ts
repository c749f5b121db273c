import type { ResponseSummary, Run, RunStatus, StepStatus } from '../../../shared/model/run';
import { text, type Text } from '../../../shared/model/text';
import type { ActiveRun, StepPhase } from '../../engine/runner';
import { formatSpeed } from '../../platform/vscode/speed';

/** A status in the words of the person. */
export function statusText(status: RunStatus): Text {
  return {
    queued: text('queued'),
    running: text('running'),
    completed: text('completed'),
    failed: text('failed'),
    cancelled: text('stopped'),
    interrupted: text('interrupted'),
  }[status];
}

/** Where a step of a run stands, in the words of the person. */
export function stepStatusText(status: StepStatus): Text {
  return {
    pending: text('not yet begun'),
    queued: text('queued'),
    running: text('running'),
    retrying: text('waiting before the next try'),
    completed: text('completed'),
    failed: text('failed'),
    cancelled: text('stopped'),
    interrupted: text('interrupted'),
    reused: text('taken over'),
    skipped: text('not run'),
  }[status];
}

/** The mark of a response whose step would be given something else now. */
export const staleWord: Text = text('stale');

/** What a status means, where the word alone does not say it. */
export function statusDetail(run: Run): Text | undefined {
  switch (run.status) {
    case 'interrupted':
      return text('VS Code ended while this run was going on. What had arrived is kept.');
    case 'cancelled':
      return text('This run was stopped. What had arrived is kept.');
    default:
      return undefined;
  }
}

/** Where a run stands: "step 2 of 3 · writing". */
export function progressText(run: Pick<ActiveRun, 'stepIndex' | 'stepCount' | 'phase'>): Text {
  const step = run.stepIndex + 1;
  return {
    queued: text('step {0} of {1} · queued', step, run.stepCount),
    thinking: text('step {0} of {1} · thinking', step, run.stepCount),
    retrying: text('step {0} of {1} · waiting before the next try', step, run.stepCount),
    connecting: text('step {0} of {1} · connecting', step, run.stepCount),
    waiting: text('step {0} of {1} · waiting for the first text', step, run.stepCount),
    writing: text('step {0} of {1} · writing', step, run.stepCount),
  }[run.phase];
}

/** The phase alone, for the tooltip of the status bar. */
export function phaseText(phase: StepPhase): Text {
  return {
    queued: text('queued'),
    thinking: text('thinking'),
    retrying: text('waiting before the next try'),
    connecting: text('connecting'),
    waiting: text('waiting for the first text'),
    writing: text('writing'),
  }[phase];
}

/** How a response ended, or that it has not. */
export type ResponseState = 'writing' | 'complete' | 'length' | 'stopped' | 'failed' | 'incomplete';

/** The state of a response. `isWritten` says whether its run is going on and writes it now. */
export function responseState(
  { finishReason, partial }: Pick<ResponseSummary, 'finishReason' | 'partial'>,
  isWritten: boolean,
): ResponseState {
  if (isWritten) {
    return 'writing';
  }
  switch (finishReason) {
    case 'cancelled':
      return 'stopped';
    case 'error':
      return 'failed';
    case 'length':
      return 'length';
    case 'stop':
    case 'unknown':
    case null:
      return partial ? 'incomplete' : 'complete';
  }
}

/** The state of a response in the words of the person. */
export function responseStateText(state: ResponseState): Text {
  return {
    writing: text('writing'),
    complete: text('complete'),
    length: text('cut at the response length'),
    stopped: text('stopped, partial'),
    failed: text('failed, partial'),
    incomplete: text('incomplete'),
  }[state];
}

/** What sets a response apart from others of its step: that it was taken over, or is not the one that flows on. */
export function judgementText({ chosen, reusedFrom }: Pick<ResponseSummary, 'chosen' | 'reusedFrom'>): readonly Text[] {
  return [...(reusedFrom === null ? [] : [text('taken over')]), ...(chosen ? [] : [text('not chosen')])];
}

/** The tokens of a response, as far as they were reported: "412 tokens · 23.4 tokens/s". */
export function tokensText({ metadata }: Pick<ResponseSummary, 'metadata'>): readonly Text[] {
  const { completionTokens, tokensPerSecond } = metadata;
  return [
    ...(completionTokens === undefined
      ? []
      : [completionTokens === 1 ? text('1 token') : text('{0} tokens', completionTokens)]),
    ...(tokensPerSecond === undefined ? [] : [text('{0} tokens/s', formatSpeed(tokensPerSecond))]),
  ];
}
