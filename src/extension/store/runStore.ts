import { randomUUID } from 'node:crypto';
import type { Response, ResponseSummary, Run, StepExecution } from '../../shared/model/run';
import { text } from '../../shared/model/text';
import type {
  NewResponse,
  NewRun,
  NewStep,
  ResponseEnd,
  ResponseJudgement,
  ResponseText,
  RunEnd,
  RunRepository,
  StartedRun,
  StepChange,
} from '../domain/ports/runRepository';
import { StoreError } from '../domain/ports/storeError';
import { idList, integerOf, textOf } from './columns';
import type { Database } from './database';
import {
  formatRunMetadata,
  RESPONSE_COLUMNS,
  RESPONSE_SUMMARY_COLUMNS,
  RUN_QUERY,
  STEP_COLUMNS,
  toResponse,
  toResponseSummary,
  toRun,
  toStepExecution,
} from './runRow';
import type { ProcessIdentity } from './sqlite/processIdentity';
import type { Reader, Writer } from './transaction';
import type { SqlParameter } from './values';

/** The runs and responses in the database. */
export class RunStore implements RunRepository {
  readonly #database: Database;
  /** Whose runs are begun here: they are interrupted when that process is dead. */
  readonly #owner: () => Promise<ProcessIdentity>;

  constructor(database: Database, owner: () => Promise<ProcessIdentity>) {
    this.#database = database;
    this.#owner = owner;
  }

  async page(limit: number, before?: number): Promise<readonly Run[]> {
    const rows = await this.#database.reader.rows(
      `${RUN_QUERY} WHERE run.id < coalesce(?, 9223372036854775807) ORDER BY run.id DESC LIMIT ?`,
      [before ?? null, limit],
    );
    return rows.map(toRun);
  }

  async get(id: number): Promise<Run | undefined> {
    return findRun(this.#database.reader, id);
  }

  async latest(workflowId: number): Promise<Run | undefined> {
    const [row] = await this.#database.reader.rows(
      `${RUN_QUERY} WHERE run.workflow_id = ? AND EXISTS (SELECT 1 FROM responses WHERE run_id = run.id)
       ORDER BY run.id DESC LIMIT 1`,
      [workflowId],
    );
    return row && toRun(row);
  }

  async steps(runId: number): Promise<readonly StepExecution[]> {
    return stepsOf(this.#database.reader, runId);
  }

  async stepInputs(runId: number): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#database.reader.rows(
      'SELECT id, input_data FROM step_executions WHERE run_id = ? AND input_data IS NOT NULL',
      [runId],
    );
    return new Map(rows.map(([id, input]) => [textOf(id), textOf(input)]));
  }

  async responses(runId: number): Promise<readonly ResponseSummary[]> {
    const rows = await this.#database.reader.rows(
      `SELECT ${RESPONSE_SUMMARY_COLUMNS} FROM responses WHERE run_id = ? ORDER BY step_index NULLS LAST, answer_index, id`,
      [runId],
    );
    return rows.map(toResponseSummary);
  }

  async response(id: number): Promise<Response | undefined> {
    const [row] = await this.#database.reader.rows(`SELECT ${RESPONSE_COLUMNS} FROM responses WHERE id = ?`, [id]);
    return row && toResponse(row);
  }

  async start({ workflowId, workflowName, sourceRunId, steps }: NewRun): Promise<StartedRun> {
    const metadata = formatRunMetadata(workflowName, steps.length, await this.#owner());
    return this.#database.transaction(async (tx) => {
      const known = workflowId === null || (await tx.get('SELECT 1 FROM workflows WHERE id = ?', [workflowId]));
      if (!known) throw new StoreError('not-found', text('The workflow does not exist any more.'));
      const { lastID } = await tx.run(
        `INSERT INTO runs (workflow_id, status, metadata, source_run_id) VALUES (?, 'running', ?, ?)`,
        [workflowId, metadata, sourceRunId],
      );
      tx.changed({ entity: 'run', action: 'created', id: lastID });
      await insertSteps(tx, lastID, steps);
      const run = await findRun(tx, lastID);
      if (!run) throw runGone();
      return { run, steps: await stepsOf(tx, lastID) };
    });
  }

  async finish(runId: number, { status, executionTimeMs, errorMessage }: RunEnd): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const { changes } = await tx.run(
        `UPDATE runs SET status = ?, execution_time_ms = ?, error_message = ?, completed_at = CURRENT_TIMESTAMP
         WHERE id = ?`,
        [status, executionTimeMs, errorMessage, runId],
      );
      if (changes === 0) throw runGone();
      await tx.run(
        `UPDATE step_executions SET status = 'skipped', completed_at = CURRENT_TIMESTAMP
         WHERE run_id = ? AND status IN ('pending', 'queued', 'running', 'retrying')`,
        [runId],
      );
      tx.changed({ entity: 'run', action: 'changed', id: runId });
    });
  }

  async changeStep(stepExecutionId: string, change: StepChange): Promise<void> {
    await this.#database.transaction((tx) => updateStep(tx, stepExecutionId, change));
  }

  async startResponse(response: NewResponse): Promise<ResponseSummary> {
    const { runId, stepExecutionId, payloadId, payloadName, stepIndex, answerIndex, prompt, metadata } = response;
    return this.#database.transaction(async (tx) => {
      // A payload or run that was deleted while its step began must not look like a fault of the database.
      if (!(await findRun(tx, runId))) throw runGone();
      const { lastID } = await tx.run(
        `INSERT INTO responses (run_id, payload_id, payload_name, step_execution_id, step_index, answer_index, chosen,
           prompt, content, metadata, partial)
         VALUES (?1, (SELECT id FROM payloads WHERE id = ?2), ?3, ?4, ?5, ?6,
           NOT EXISTS (SELECT 1 FROM responses WHERE step_execution_id = ?4 AND chosen), ?7, '', ?8, 1)`,
        [runId, payloadId, payloadName, stepExecutionId, stepIndex, answerIndex, prompt, JSON.stringify(metadata)],
      );
      tx.changed({ entity: 'response', action: 'created', id: lastID, runId });
      const [row] = await tx.rows(`SELECT ${RESPONSE_SUMMARY_COLUMNS} FROM responses WHERE id = ?`, [lastID]);
      if (!row) throw responseGone();
      return toResponseSummary(row);
    });
  }

  async savePartial(responseId: number, { content, thinking }: ResponseText): Promise<void> {
    await this.#database.transaction((tx) =>
      updateResponse(tx, responseId, 'content = ?, thinking = ?', [content, thinking || null]),
    );
  }

  async finishResponse(responseId: number, end: ResponseEnd, step?: StepChange): Promise<void> {
    const { content, thinking, partial, finishReason, metadata } = end;
    await this.#database.transaction(async (tx) => {
      const columns = 'content = ?, thinking = ?, partial = ?, finish_reason = ?, metadata = ?';
      const values = [content, thinking || null, partial, finishReason, JSON.stringify(metadata)];
      await updateResponse(tx, responseId, columns, values);
      if (!step) return;
      const [row] = await tx.rows('SELECT step_execution_id FROM responses WHERE id = ?', [responseId]);
      await updateStep(tx, textOf(row?.[0]), step);
    });
  }

  async choose(responseId: number): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const rows = await tx.rows(
        `SELECT id, id = ?1 FROM responses WHERE step_execution_id =
           (SELECT step_execution_id FROM responses WHERE id = ?1) AND chosen IS NOT (id = ?1)`,
        [responseId],
      );
      for (const [id, chosen] of rows) await updateResponse(tx, integerOf(id, 0), 'chosen = ?', [chosen ?? 0]);
    });
  }

  async judge(responseId: number, { rating, comment }: ResponseJudgement): Promise<void> {
    await this.#database.transaction(async (tx) => {
      if (rating !== undefined) await updateResponse(tx, responseId, 'rating = ?', [rating]);
      if (comment !== undefined) await updateResponse(tx, responseId, 'comment = ?', [comment]);
    });
  }

  async delete(ids: readonly number[]): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const list = [idList(ids)];
      const rows = await tx.rows('SELECT id FROM runs WHERE id IN (SELECT value FROM json_each(?))', list);
      await tx.run('DELETE FROM runs WHERE id IN (SELECT value FROM json_each(?))', list);
      for (const [id] of rows) tx.changed({ entity: 'run', action: 'deleted', id: integerOf(id, 0) });
    });
  }
}

async function findRun(reader: Reader, id: number): Promise<Run | undefined> {
  const [row] = await reader.rows(`${RUN_QUERY} WHERE run.id = ?`, [id]);
  return row && toRun(row);
}

async function stepsOf(reader: Reader, runId: number): Promise<readonly StepExecution[]> {
  const rows = await reader.rows(
    `SELECT ${STEP_COLUMNS} FROM step_executions WHERE run_id = ? ORDER BY step_index, id`,
    [runId],
  );
  return rows.map(toStepExecution);
}

/** Stores the steps of a run, with copies of what they take over from an earlier one. */
async function insertSteps(tx: Writer, runId: number, steps: readonly NewStep[]): Promise<void> {
  const rows = steps.map((step, index) => ({ ...step, index, id: randomUUID() }));
  await tx.runMany(
    `INSERT INTO step_executions (id, run_id, step_id, payload_id, step_index, name, status, started_at, completed_at,
       input_data)
     SELECT ?1, ?2, (SELECT id FROM workflow_payloads WHERE id = ?3), (SELECT id FROM payloads WHERE id = ?4), ?5, ?6,
       iif(?7 IS NULL, 'pending', 'reused'), source.started_at, source.completed_at, source.input_data
     FROM (SELECT 1) LEFT JOIN step_executions AS source
       ON source.id = (SELECT step_execution_id FROM responses WHERE id = ?7)`,
    rows.map(({ id, stepId, payloadId, index, name, reused }) => [
      ...[id, runId, stepId, payloadId, index, name],
      reused[0] ?? null,
    ]),
  );
  const copied = 'payload_id, payload_name, answer_index, chosen, prompt, content, thinking, finish_reason, partial';
  await tx.runMany(
    `INSERT INTO responses (run_id, step_execution_id, step_index, reused_from, ${copied}, metadata, rating, comment,
       created_at)
     SELECT ?, ?, ?, coalesce(reused_from, id), ${copied}, metadata, rating, comment, created_at
     FROM responses WHERE id = ?`,
    rows.flatMap(({ id, index, reused }) => reused.map((response) => [runId, id, index, response])),
  );
}

async function updateStep(tx: Writer, id: string, change: StepChange): Promise<void> {
  const { status, retryCount, errorMessage, input } = change;
  const [row] = await tx.rows('SELECT run_id FROM step_executions WHERE id = ?', [id]);
  if (!row) throw runGone();
  // NULL leaves a column as it is, except for the error, which has to be taken back too.
  await tx.run(
    `UPDATE step_executions SET status = coalesce(?1, status), retry_count = coalesce(?2, retry_count),
       input_data = coalesce(?3, input_data), error_message = iif(?4, ?5, error_message),
       started_at = iif(?1 = 'running', coalesce(started_at, CURRENT_TIMESTAMP), started_at),
       completed_at = iif(?1 IN ('completed', 'failed', 'cancelled', 'skipped'), CURRENT_TIMESTAMP, completed_at)
     WHERE id = ?6`,
    [status ?? null, retryCount ?? null, input ?? null, errorMessage !== undefined, errorMessage ?? null, id],
  );
  tx.changed({ entity: 'step', action: 'changed', id, runId: integerOf(row[0], 0) });
}

async function updateResponse(tx: Writer, id: number, columns: string, values: readonly SqlParameter[]): Promise<void> {
  const [row] = await tx.rows('SELECT run_id FROM responses WHERE id = ?', [id]);
  if (!row) throw responseGone();
  await tx.run(`UPDATE responses SET ${columns} WHERE id = ?`, [...values, id]);
  tx.changed({ entity: 'response', action: 'changed', id, runId: integerOf(row[0], 0) });
}

function runGone(): StoreError {
  return new StoreError('not-found', text('The run has been deleted.'));
}

function responseGone(): StoreError {
  return new StoreError('not-found', text('The response has been deleted.'));
}
