import { text } from '../../shared/model/text';
import type { NewResponse, RunEnd, StepChange } from '../domain/ports/runRepository';
import { StoreError } from '../domain/ports/storeError';
import { idList, integerOf, textOf } from './columns';
import type { Writer } from './transaction';
import type { SqlParameter, SqlValue } from './values';

/**
 * Copies responses into steps, which become `reused` and were given what theirs was unless they are not all of them.
 * @throws {StoreError} with reason `not-found` when one of them is gone
 */
export async function reuseResponses(
  tx: Writer,
  steps: readonly { readonly id: string; readonly reused: readonly number[] }[],
  isWhole = true,
): Promise<void> {
  const ids = [...new Set(steps.flatMap(({ reused }) => reused))];
  if (ids.length === 0) return;
  const found = await tx.rows('SELECT id FROM responses WHERE id IN (SELECT value FROM json_each(?))', [idList(ids)]);
  if (found.length < ids.length) throw responseGone();
  const firsts = steps.flatMap(({ id, reused }) => reused.slice(0, 1).map((first) => [id, first]));
  if (isWhole) {
    await tx.runMany(
      `UPDATE step_executions SET (status, started_at, completed_at, input_data) =
         (SELECT 'reused', source.started_at, source.completed_at, source.input_data
          FROM responses LEFT JOIN step_executions AS source ON source.id = responses.step_execution_id
          WHERE responses.id = ?2)
       WHERE id = ?1`,
      firsts,
    );
  }
  const copied =
    'payload_id, payload_name, answer_index, chosen, prompt, content, thinking, finish_reason, partial, metadata, rating, comment, created_at';
  await tx.runMany(
    `INSERT INTO responses (run_id, step_execution_id, step_index, reused_from, ${copied})
     SELECT step.run_id, step.id, step.step_index, coalesce(original.reused_from, original.id),
       ${copied
         .split(', ')
         .map((column) => `original.${column}`)
         .join(', ')}
     FROM step_executions AS step, responses AS original WHERE step.id = ? AND original.id = ?`,
    steps.flatMap(({ id, reused }) => reused.map((response) => [id, response])),
  );
  // The one that flowed on may have been left behind.
  await tx.runMany(
    `UPDATE responses SET chosen = 1
     WHERE id = (SELECT id FROM responses WHERE step_execution_id = ?1 ORDER BY answer_index, id LIMIT 1)
       AND NOT EXISTS (SELECT 1 FROM responses WHERE step_execution_id = ?1 AND chosen)`,
    firsts.map(([id]) => [id ?? null]),
  );
}

/**
 * Stores a response that is about to arrive; some columns of it.
 * @throws {StoreError} with reason `not-found` when its run is gone
 */
export async function insertResponse(tx: Writer, response: NewResponse, columns: string): Promise<readonly SqlValue[]> {
  const { runId, stepExecutionId, payloadId, payloadName, stepIndex, answerIndex, prompt, metadata } = response;
  // A payload or run that was deleted while its step began must not look like a fault of the database.
  const [row] = await tx.rows(
    `INSERT INTO responses (run_id, payload_id, payload_name, step_execution_id, step_index, answer_index, chosen,
       prompt, content, metadata, partial)
     SELECT id, (SELECT id FROM payloads WHERE id = ?2), ?3, ?4, ?5, ?6,
       NOT EXISTS (SELECT 1 FROM responses WHERE step_execution_id = ?4 AND chosen), ?7, '', ?8, 1
     FROM runs WHERE id = ?1 RETURNING id, ${columns}`,
    [runId, payloadId, payloadName, stepExecutionId, stepIndex, answerIndex, prompt, JSON.stringify(metadata)],
  );
  if (!row) throw runGone();
  tx.changed({ entity: 'response', action: 'created', id: integerOf(row[0], 0), runId });
  return row.slice(1);
}

/** Makes the response without text that a failed try left into the one that is about to arrive; some columns of it. */
export async function restartResponse(
  tx: Writer,
  id: number,
  { prompt, metadata }: NewResponse,
  columns: string,
): Promise<readonly SqlValue[]> {
  const changed = "prompt = ?, metadata = ?, content = '', thinking = NULL, partial = 1, finish_reason = NULL";
  return updateResponse(tx, id, changed, [prompt, JSON.stringify(metadata)], columns);
}

/**
 * Ends a run, and its steps that have not ended.
 * @throws {StoreError} with reason `not-found` when it is gone
 */
export async function endRun(tx: Writer, runId: number, end: RunEnd): Promise<void> {
  if (!(await finishRun(tx, '?1', runId, end))) throw runGone();
}

/** Ends the run of a response. */
export async function endRunOf(tx: Writer, responseId: number, end: RunEnd): Promise<void> {
  await finishRun(tx, '(SELECT run_id FROM responses WHERE id = ?1)', responseId, end);
}

async function finishRun(tx: Writer, id: string, value: SqlParameter, end: RunEnd): Promise<boolean> {
  const { status, executionTimeMs, errorMessage } = end;
  const [[row]] = await Promise.all([
    tx.rows(
      `UPDATE runs SET status = ?2, execution_time_ms = ?3, error_message = ?4, completed_at = CURRENT_TIMESTAMP
       WHERE id = ${id} RETURNING id`,
      [value, status, executionTimeMs, errorMessage],
    ),
    tx.run(
      `UPDATE step_executions SET status = iif(status = 'pending', 'skipped', ?2), completed_at = CURRENT_TIMESTAMP
       WHERE run_id = ${id} AND status IN ('pending', 'queued', 'running', 'retrying')`,
      [value, status],
    ),
  ]);
  if (row) tx.changed({ entity: 'run', action: 'changed', id: integerOf(row[0], 0) });
  return row !== undefined;
}

/** Changes a step of a run. */
export async function updateStep(tx: Writer, id: string, change: StepChange): Promise<void> {
  if (!(await changeStep(tx, '?6', id, change))) throw runGone();
}

/** Changes the step of a response, where it has one. */
export async function updateStepOf(tx: Writer, responseId: number, change: StepChange): Promise<void> {
  await changeStep(tx, '(SELECT step_execution_id FROM responses WHERE id = ?6)', responseId, change);
}

async function changeStep(tx: Writer, id: string, value: SqlParameter, change: StepChange): Promise<boolean> {
  const { status, retryCount, errorMessage, input } = change;
  // NULL leaves a column as it is, except for the error, which has to be taken back too.
  const [row] = await tx.rows(
    `UPDATE step_executions SET status = coalesce(?1, status), retry_count = coalesce(?2, retry_count),
       input_data = coalesce(?3, input_data), error_message = iif(?4, ?5, error_message),
       started_at = iif(?1 = 'running', coalesce(started_at, CURRENT_TIMESTAMP), started_at),
       completed_at = iif(?1 IN ('completed', 'failed', 'cancelled', 'skipped'), CURRENT_TIMESTAMP, completed_at)
     WHERE id = ${id} RETURNING id, run_id`,
    [status ?? null, retryCount ?? null, input ?? null, errorMessage !== undefined, errorMessage ?? null, value],
  );
  if (row) tx.changed({ entity: 'step', action: 'changed', id: textOf(row[0]), runId: integerOf(row[1], 0) });
  return row !== undefined;
}

/**
 * Changes columns of a response; gives the values of others as they are then.
 * @throws {StoreError} with reason `not-found` when it is gone
 */
export async function updateResponse(
  tx: Writer,
  id: number,
  columns: string,
  values: readonly SqlParameter[],
  returned = 'id',
): Promise<readonly SqlValue[]> {
  const [row] = await tx.rows(`UPDATE responses SET ${columns} WHERE id = ? RETURNING run_id, ${returned}`, [
    ...values,
    id,
  ]);
  if (!row) throw responseGone();
  tx.changed({ entity: 'response', action: 'changed', id, runId: integerOf(row[0], 0) });
  return row.slice(1);
}

/**
 * Makes a response the one of its step that flows on, and none of the others; it is told of first.
 * @param query of one parameter, gives the `id` of that response; NULL, or no row, where nothing is to change
 */
export async function chooseResponse(tx: Writer, query: string, parameter: number): Promise<void> {
  const rows = await tx.rows(
    `WITH choice (id) AS MATERIALIZED (${query})
     UPDATE responses SET chosen = (responses.id = one.id) FROM choice JOIN responses AS one ON one.id = choice.id
     WHERE responses.chosen <> (responses.id = one.id)
       AND (responses.id = one.id OR responses.step_execution_id = one.step_execution_id)
     RETURNING responses.id, responses.run_id, responses.chosen`,
    [parameter],
  );
  for (const [id, runId] of [...rows].sort(([, , one], [, , other]) => Number(other) - Number(one))) {
    tx.changed({ entity: 'response', action: 'changed', id: integerOf(id, 0), runId: integerOf(runId, 0) });
  }
}

/** The error for a run that is not there. */
export function runGone(): StoreError {
  return new StoreError('not-found', text('The run has been deleted.'));
}

/** The error for a run whose workflow is not there. */
export function workflowGone(): StoreError {
  return new StoreError('not-found', text('The workflow does not exist any more.'));
}

/** The error for a response that is not there. */
export function responseGone(): StoreError {
  return new StoreError('not-found', text('The response has been deleted.'));
}
