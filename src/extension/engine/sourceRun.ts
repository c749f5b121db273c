import type { ResponseSummary, Run, StepExecution } from '../../shared/model/run';
import type { RunRepository } from '../domain/ports/runRepository';
import type { RunStep } from './runSnapshot';

/** What an earlier run has of one step. */
export interface SourceStep {
  /** Undefined in runs of the original application, which kept responses only. */
  readonly execution: StepExecution | undefined;
  /** What it was given, as it was stored; undefined where that is not known. */
  readonly input: string | undefined;
  /** The response that flows on, where there is one that may. */
  readonly chosen: ResponseSummary | undefined;
  /** The responses that are taken over with it: all that are whole, and the chosen one. */
  readonly responses: readonly number[];
  /** Those that are whole. */
  readonly answers: readonly Pick<ResponseSummary, 'id' | 'answerIndex'>[];
  /** Whether everything that was asked for is there. */
  readonly isComplete: boolean;
}

/** An earlier run, by whose responses a later one saves requests. */
export interface SourceRun {
  readonly run: Run;
  /** What it has of a step of the workflow as it is now; undefined where that step was not in it. */
  stepOf(step: RunStep, stepIndex: number): SourceStep | undefined;
}

/**
 * Reads an earlier run. Steps are found by their place in the workflow; in runs of the original application, which did
 * not store it, by their order and payload.
 * @throws {StoreError}
 */
export async function loadSourceRun(run: Run, runs: RunRepository): Promise<SourceRun> {
  const [executions, inputs, responses] = await Promise.all([
    runs.steps(run.id),
    runs.stepInputs(run.id),
    runs.responses(run.id),
  ]);
  const ofExecution = (execution: StepExecution): SourceStep => {
    const own = responses.filter(({ stepExecutionId }) => stepExecutionId === execution.id);
    return sourceStep(own, execution, inputs.get(execution.id));
  };
  return {
    run,
    stepOf: (step, stepIndex) => {
      if (executions.length === 0) {
        const own = responses.filter((one) => one.stepIndex === stepIndex && one.payloadId === step.payload.id);
        return own.length > 0 ? sourceStep(own, undefined, undefined) : undefined;
      }
      const execution =
        step.id === null
          ? executions.find((one) => one.payloadId === step.payload.id)
          : executions.find((one) => one.stepId === step.id);
      return execution && ofExecution(execution);
    },
  };
}

function sourceStep(
  own: readonly ResponseSummary[],
  execution: StepExecution | undefined,
  input: string | undefined,
): SourceStep {
  const whole = own.filter(({ partial }) => !partial);
  const marked = own.find(({ chosen }) => chosen);
  // A partial one flows on only where a person preferred it to a whole one, not where a crash kept it from its end.
  const isPreferred = marked?.partial === false || (marked?.finishReason !== null && whole.length > 0);
  const chosen = isPreferred ? marked : whole[0];
  const ended = execution === undefined || execution.status === 'completed' || execution.status === 'reused';
  return {
    execution,
    input,
    chosen,
    responses: own.filter((one) => !one.partial || one.id === chosen?.id).map(({ id }) => id),
    answers: whole,
    isComplete: ended && chosen !== undefined,
  };
}
