import type { NewResponse, ResponseEnd, RunEnd, RunRepository } from '../../src/extension/domain/ports/runRepository';
import { StoreError } from '../../src/extension/domain/ports/storeError';
import type { Response, ResponseSummary, Run } from '../../src/shared/model/run';
import { text } from '../../src/shared/model/text';
import { FakeTransactions } from './fakesTransactions';

const time = '2026-11-01 12:00:00';

/** The runs and their responses in memory. */
export class FakeRuns implements RunRepository {
  readonly stored = new Map<number, Run>();
  readonly storedResponses = new Map<number, Response>();
  private nextId = 1;
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

  start(workflowId: number | null, workflowName: string, stepCount: number): Promise<Run> {
    return this.transactions.write('start run', (changed) => {
      const id = this.nextId++;
      const open = { completedAt: null, executionTimeMs: null, errorMessage: null };
      const run: Run = { id, workflowId, workflowName, status: 'running', stepCount, startedAt: time, ...open };
      this.stored.set(id, run);
      changed([{ entity: 'run', action: 'created', id }]);
      return run;
    });
  }

  finish(runId: number, end: RunEnd): Promise<void> {
    return this.transactions.write('finish run', (changed) => {
      const run = this.stored.get(runId) ?? notFound('run', runId);
      this.stored.set(runId, { ...run, ...end, completedAt: time });
      changed([{ entity: 'run', action: 'changed', id: runId }]);
    });
  }

  startResponse(response: NewResponse): Promise<ResponseSummary> {
    return this.transactions.write('start response', (changed) => {
      if (!this.stored.has(response.runId)) {
        notFound('run', response.runId);
      }
      const id = this.nextResponse++;
      const empty = { content: '', size: 0, partial: true, finishReason: null, createdAt: time };
      const stored: Response = { id, ...response, ...empty };
      this.storedResponses.set(id, stored);
      changed([{ entity: 'response', action: 'created', id, runId: response.runId }]);
      return stored;
    });
  }

  savePartial(responseId: number, content: string): Promise<void> {
    return this.change('save partial', responseId, { content });
  }

  finishResponse(responseId: number, end: ResponseEnd): Promise<void> {
    return this.change('finish response', responseId, end);
  }

  delete(ids: readonly number[]): Promise<void> {
    return this.transactions.write('delete runs', (changed) => {
      for (const runId of ids) {
        for (const { id } of this.responsesOf(runId)) {
          this.storedResponses.delete(id);
          changed([{ entity: 'response', action: 'deleted', id, runId }]);
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
      .sort((one, other) => one.stepIndex - other.stepIndex);
  }

  private change(
    operation: string,
    id: number,
    change: Partial<Response> & { readonly content: string },
  ): Promise<void> {
    return this.transactions.write(operation, (changed) => {
      const response = this.storedResponses.get(id) ?? notFound('response', id);
      this.storedResponses.set(id, { ...response, ...change, size: Buffer.byteLength(change.content) });
      changed([{ entity: 'response', action: 'changed', id, runId: response.runId }]);
    });
  }
}

function notFound(what: string, id: number): never {
  throw new StoreError('not-found', text('There is no {0} {1} any more.', what, id));
}
