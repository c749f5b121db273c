import type { ResponseSummary, Run, RunStatus, StepExecution, StepStatus } from '../../../shared/model/run';
import { text, type Text } from '../../../shared/model/text';
import type { RunState, RunStepState, StaleStep, StepState } from '../../../shared/protocol/workflowBuilder';
import type { ActiveRun, StepPhase } from '../../engine/runner';

/** A run as it is stored. */
export interface StoredRun {
  readonly run: Run;
  readonly steps: readonly StepExecution[];
  readonly responses: readonly ResponseSummary[];
}

/** A run as it goes on. */
export interface LiveRun {
  readonly active: ActiveRun;
  /** Of the response that is being written, in UTF-16 units. */
  readonly length: number;
}

/** What the page shows of a run; `live` only while it goes on, stale steps only after. */
export function runStateOf(
  { run, steps, responses }: StoredRun,
  live: LiveRun | undefined,
  stale: readonly StaleStep[],
  say: (text: Text) => string,
): RunState {
  return {
    runId: run.id,
    isActive: live !== undefined,
    failed: run.status === 'failed',
    status: say(runText(run, live)),
    steps: steps.flatMap((step) => {
      const own = responses.filter(({ stepExecutionId }) => stepExecutionId === step.id);
      return step.stepId === null ? [] : [stepState(step, step.stepId, own, run, live, say)];
    }),
    stale: live === undefined ? stale : [],
  };
}

function stepState(
  step: StepExecution,
  stepId: number,
  responses: readonly ResponseSummary[],
  run: Run,
  live: LiveRun | undefined,
  say: (text: Text) => string,
): RunStepState {
  const isWorking = live?.active.stepIndex === step.stepIndex && !ENDED.has(step.status);
  const status = isWorking ? liveText(live) : statusText(step, run, responses);
  return {
    stepId,
    state: isWorking ? 'working' : states[step.status],
    status: typeof status === 'string' ? status : say(status),
    responses: responses.map(({ id, chosen }) => ({ id, chosen })),
  };
}

const ENDED: ReadonlySet<StepStatus> = new Set([
  'completed',
  'failed',
  'cancelled',
  'interrupted',
  'reused',
  'skipped',
] as const);

const states: Readonly<Record<StepStatus, StepState>> = {
  pending: 'waiting',
  queued: 'waiting',
  running: 'working',
  retrying: 'working',
  completed: 'done',
  failed: 'failed',
  cancelled: 'stopped',
  interrupted: 'stopped',
  reused: 'reused',
  skipped: 'stopped',
};

/** A step that does not work now. The sentence of a failure is as the run stored it. */
function statusText(
  { status, errorMessage }: StepExecution,
  { sourceRunId }: Run,
  responses: readonly ResponseSummary[],
): Text | string {
  switch (status) {
    case 'pending':
      return text('Waiting for its turn');
    case 'queued':
      return text('Waiting for the server');
    case 'running':
    case 'retrying':
      return text('Working');
    case 'completed':
      return responses.some(({ finishReason }) => finishReason === 'length')
        ? text('Done, cut off at the response length')
        : text('Done');
    case 'failed':
      return errorMessage ?? text('Failed');
    case 'cancelled':
      return text('Stopped');
    case 'interrupted':
      return text('Interrupted: VS Code ended while it was written');
    case 'reused':
      return sourceRunId === null
        ? text('Taken over from an earlier run')
        : text('Taken over from run {0}', sourceRunId);
    case 'skipped':
      return text('Not run');
  }
}

const phases: Readonly<Record<StepPhase, Text>> = {
  queued: text('Waiting for the server'),
  connecting: text('Connecting'),
  waiting: text('Waiting for the first word'),
  thinking: text('Thinking'),
  writing: text('Writing'),
  retrying: text('Failed, will be sent again'),
};

function liveText({ active, length }: LiveRun): Text {
  return length > 0 && active.phase === 'writing' ? text('Writing: {0} characters', length) : phases[active.phase];
}

const runTexts: Readonly<Record<RunStatus, (runId: number) => Text>> = {
  queued: (id) => text('Run {0} is waiting', id),
  running: (id) => text('Run {0} is going on', id),
  completed: (id) => text('Run {0} is done', id),
  failed: (id) => text('Run {0} has failed', id),
  cancelled: (id) => text('Run {0} was stopped', id),
  interrupted: (id) => text('Run {0} was interrupted', id),
};

function runText({ id, status }: Run, live: LiveRun | undefined): Text {
  return live === undefined
    ? runTexts[status](id)
    : text('Run {0}: step {1} of {2}', id, live.active.stepIndex + 1, live.active.stepCount);
}
