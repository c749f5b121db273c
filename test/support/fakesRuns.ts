import type {
  NewResponse,
  NewRun,
  ResponseEnd,
  ResponseJudgement,
  ResponseText,
  RunEnd,
  RunRepository,
  StartedRun,
  StepChange,
} from '../../src/extension/domain/ports/runRepository';
import type { Change } from '../../src/extension/domain/ports/changes';
import { StoreError } from '../../src/extension/domain/ports/storeError';
import type { Response, ResponseSummary, Run, StepExecution } from '../../src/shared/model/run';
import { text } from '../../src/shared/model/text';
import { FakeTransactions } from './fakesTransactions';

const time = '2026-11-01 12:00:00';

/** A run that has just begun, with steps that are named by its id and their places. */
export function startedRun(id: number, { workflowId, workflowName, sourceRunId, steps }: NewRun): StartedRun {
  const open = { startedAt: null, completedAt: null, errorMessage: null };
  const run: Run = {
    ...{ id, workflowId, workflowName, sourceRunId, status: 'running', stepCount: steps.length },
    ...{ ...open, startedAt: time, executionTimeMs: null },
  };
  return {
    run,
    steps: steps.map(({ stepId, payloadId, name }, stepIndex) => ({
      ...{ id: `step-${id}-${stepIndex}`, runId: id, stepId, stepIndex, name, payloadId },
      ...{ ...open, retryCount: 0, status: 'pending' },
    })),
  };
}

/** The runs and their responses in memory. */
export class FakeRuns implements RunRepository {
  readonly stored = new Map<number, Run>();
  readonly storedResponses = new Map<number, Response>();
  private nextId = 1;
  readonly storedSteps = new Map<string, StepExecution>();
  readonly inputs = new Map<string, string>();
  private nextResponse = 1;

  constructor(readonly transactions = new FakeTransactions()) {}

  page(limit: number, before?: number): Promise<readonly Run[]> {
    return this.transactions.read('page of runs', () =>
      [...this.stored.values()]
        .filter(({ id }) => before === undefined || id < before)
        .sort((one, other) => other.id - one.id)
        .slice(0, limit),
    );
  }

  get(id: number): Promise<Run | undefined> {
    return this.transactions.read('get run', () => this.stored.get(id));
  }

  responses(runId: number): Promise<readonly ResponseSummary[]> {
    return this.transactions.read('responses', () => this.responsesOf(runId));
  }

  response(id: number): Promise<Response | undefined> {
    return this.transactions.read('response', () => this.storedResponses.get(id));
  }

  ofSameStep(responseId: number, limit: number): Promise<readonly ResponseSummary[]> {
    return this.transactions.read('responses of the same step', () => {
      const payloadId = this.storedResponses.get(responseId)?.payloadId ?? undefined;
      return [...this.storedResponses.values()]
        .filter((response) => response.id !== responseId && response.payloadId === payloadId)
        .sort((one, other) => other.id - one.id)
        .slice(0, limit);
    });
  }

  latest(workflowId: number): Promise<Run | undefined> {
    return this.transactions.read('latest run', () =>
      [...this.stored.values()].findLast((run) => run.workflowId === workflowId && this.responsesOf(run.id).length > 0),
    );
  }

  steps(runId: number): Promise<readonly StepExecution[]> {
    return this.transactions.read('steps', () => this.stepsOf(runId));
  }

  stepInputs(runId: number): Promise<ReadonlyMap<string, string>> {
    return this.transactions.read(
      'inputs of steps',
      () =>
        new Map(
          this.stepsOf(runId).flatMap(({ id }) => {
            const input = this.inputs.get(id);
            return input === undefined ? [] : [[id, input] as const];
          }),
        ),
    );
  }

  start(newRun: NewRun): Promise<StartedRun> {
    return this.transactions.write('start run', (changed) => {
      const { run, steps } = startedRun(this.nextId++, newRun);
      this.stored.set(run.id, run);
      steps.forEach((step, index) => {
        this.storedSteps.set(step.id, step);
        this.copyInto(step, newRun.steps[index]!.reused);
      });
      changed([{ entity: 'run', action: 'created', id: run.id }]);
      return { run, steps: this.stepsOf(run.id) };
    });
  }

  finish(runId: number, end: RunEnd): Promise<void> {
    return this.transactions.write('finish run', (changed) => {
      this.endRun(runId, end, changed);
    });
  }

  changeStep(stepExecutionId: string, change: StepChange): Promise<void> {
    return this.transactions.write('change step', (changed) => {
      this.applyStep(stepExecutionId, change, changed);
    });
  }

  reuse(stepExecutionId: string, responseIds: readonly number[], isWhole = true): Promise<void> {
    return this.transactions.write('reuse responses', (changed) => {
      const step = this.storedSteps.get(stepExecutionId) ?? notFound('step', stepExecutionId);
      this.copyInto(step, responseIds, isWhole);
      changed([{ entity: 'step', action: 'changed', id: step.id, runId: step.runId }]);
    });
  }

  startResponse({ replaces, ...response }: NewResponse): Promise<ResponseSummary> {
    return this.transactions.write('start response', (changed) => {
      if (!this.stored.has(response.runId)) {
        notFound('run', response.runId);
      }
      const replaced = replaces === undefined ? undefined : this.storedResponses.get(replaces);
      if (replaced) {
        if (replaced.content !== '' || replaced.thinking !== '') {
          throw new Error(`Response ${replaced.id} has text that would be lost.`);
        }
        const { prompt, metadata } = response;
        const restarted: Response = { ...replaced, prompt, metadata, partial: true, finishReason: null };
        this.storedResponses.set(replaced.id, restarted);
        changed([{ entity: 'response', action: 'changed', id: replaced.id, runId: response.runId }]);
        return restarted;
      }
      const id = this.nextResponse++;
      const empty = { content: '', thinking: '', size: 0, thinkingSize: 0, partial: true, finishReason: null };
      const unjudged = { reusedFrom: null, rating: null, comment: '' };
      const others = this.responsesOf(response.runId);
      const chosen = !others.some((one) => one.stepExecutionId === response.stepExecutionId && one.chosen);
      const stored: Response = { id, ...response, ...empty, ...unjudged, chosen, createdAt: time };
      this.storedResponses.set(id, stored);
      changed([{ entity: 'response', action: 'created', id, runId: response.runId }]);
      return stored;
    });
  }

  savePartial(responseId: number, arrived: ResponseText): Promise<void> {
    return this.change('save partial', responseId, arrived);
  }

  finishResponse(responseId: number, end: ResponseEnd, step?: StepChange, run?: RunEnd): Promise<void> {
    return this.change('finish response', responseId, end, step, run);
  }

  choose(responseId: number): Promise<void> {
    return this.transactions.write('choose response', (changed) => {
      const { stepExecutionId, runId } = this.storedResponses.get(responseId) ?? notFound('response', responseId);
      for (const response of this.choosing(responseId, stepExecutionId, runId)) {
        changed([{ entity: 'response', action: 'changed', id: response.id, runId }]);
      }
    });
  }

  judge(responseId: number, judgement: ResponseJudgement): Promise<void> {
    return this.transactions.write('judge response', (changed) => {
      const response = this.storedResponses.get(responseId) ?? notFound('response', responseId);
      this.storedResponses.set(responseId, { ...response, ...judgement });
      changed([{ entity: 'response', action: 'changed', id: responseId, runId: response.runId }]);
    });
  }

  delete(ids: readonly number[]): Promise<void> {
    return this.transactions.write('delete runs', (changed) => {
      for (const runId of ids) {
        for (const { id } of this.responsesOf(runId)) {
          this.storedResponses.delete(id);
          changed([{ entity: 'response', action: 'deleted', id, runId }]);
        }
        for (const { id } of this.stepsOf(runId)) {
          this.storedSteps.delete(id);
          this.inputs.delete(id);
        }
        if (this.stored.delete(runId)) {
          changed([{ entity: 'run', action: 'deleted', id: runId }]);
        }
      }
    });
  }

  /** The responses of a run as they are stored, in the order of the steps. */
  responsesOf(runId: number): readonly Response[] {
    return [...this.storedResponses.values()]
      .filter((response) => response.runId === runId)
      .sort((one, other) => one.stepIndex - other.stepIndex || one.answerIndex - other.answerIndex);
  }

  /** The steps of a run as they are stored, in order. */
  stepsOf(runId: number): readonly StepExecution[] {
    return [...this.storedSteps.values()].filter((step) => step.runId === runId);
  }

  private endRun(runId: number, end: RunEnd, changed: (changes: readonly Change[]) => void): void {
    const run = this.stored.get(runId) ?? notFound('run', runId);
    this.stored.set(runId, { ...run, ...end, completedAt: time });
    for (const step of this.stepsOf(runId)) {
      if (['pending', 'queued', 'running', 'retrying'].includes(step.status)) {
        this.storedSteps.set(step.id, { ...step, status: step.status === 'pending' ? 'skipped' : end.status });
      }
    }
    changed([{ entity: 'run', action: 'changed', id: runId }]);
  }

  private applyStep(id: string, { input, ...change }: StepChange, changed: (changes: readonly Change[]) => void): void {
    const step = this.storedSteps.get(id) ?? notFound('step', id);
    this.storedSteps.set(id, { ...step, ...change });
    if (input !== undefined) {
      this.inputs.set(id, input);
    }
    changed([{ entity: 'step', action: 'changed', id, runId: step.runId }]);
  }

  private copyInto(step: StepExecution, reused: readonly number[], isWhole = true): void {
    for (const copied of reused) {
      const original = this.storedResponses.get(copied) ?? notFound('response', copied);
      const id = this.nextResponse++;
      const input = original.stepExecutionId === null ? undefined : this.inputs.get(original.stepExecutionId);
      if (isWhole) {
        if (input !== undefined) {
          this.inputs.set(step.id, input);
        }
        this.storedSteps.set(step.id, { ...step, status: 'reused' });
      }
      this.storedResponses.set(id, {
        ...original,
        ...{ id, runId: step.runId, stepIndex: step.stepIndex, stepExecutionId: step.id },
        reusedFrom: original.reusedFrom ?? original.id,
      });
    }
    const own = this.responsesOf(step.runId).filter((one) => one.stepExecutionId === step.id);
    if (own[0] && !own.some(({ chosen }) => chosen)) {
      this.storedResponses.set(own[0].id, { ...own[0], chosen: true });
    }
  }

  private choosing(id: number, stepExecutionId: string | null, runId: number): readonly Response[] {
    const others = this.responsesOf(runId).filter((one) => one.stepExecutionId === stepExecutionId);
    for (const response of others) {
      this.storedResponses.set(response.id, { ...response, chosen: response.id === id });
    }
    return others;
  }

  private change(
    operation: string,
    id: number,
    change: Partial<Response> & ResponseText,
    step?: StepChange,
    run?: RunEnd,
  ): Promise<void> {
    return this.transactions.write(operation, (changed) => {
      const response = this.storedResponses.get(id) ?? notFound('response', id);
      const sizes = { size: Buffer.byteLength(change.content), thinkingSize: Buffer.byteLength(change.thinking) };
      this.storedResponses.set(id, { ...response, ...change, ...sizes });
      changed([{ entity: 'response', action: 'changed', id, runId: response.runId }]);
      const { runId, stepExecutionId } = response;
      const own = this.responsesOf(runId).filter((one) => one.stepExecutionId === stepExecutionId);
      const before = own.find(({ chosen }) => chosen);
      if (change.partial === false && !response.chosen && before?.partial && before.finishReason !== null) {
        this.choosing(id, stepExecutionId, runId);
      }
      const whole = own.find(({ partial }) => !partial);
      if (change.partial === true && response.chosen && whole) {
        this.choosing(whole.id, stepExecutionId, runId);
      }
      if (step && response.stepExecutionId !== null) {
        this.applyStep(response.stepExecutionId, step, changed);
      }
      if (run) {
        this.endRun(runId, run, changed);
      }
    });
  }
}

function notFound(what: string, id: number | string): never {
  throw new StoreError('not-found', text('There is no {0} {1} any more.', what, id));
}
