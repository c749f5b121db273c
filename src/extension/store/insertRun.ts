import { randomUUID } from 'node:crypto';
import type { StepExecution } from '../../shared/model/run';
import type { NewRun, NewStep, StartedRun } from '../domain/ports/runRepository';
import { formatRunMetadata, STEP_COLUMNS, toRun, toStepExecution } from './runRow';
import { reuseResponses } from './runWrites';
import type { ProcessIdentity } from './sqlite/processIdentity';
import type { Reader, Writer } from './transaction';

/** A run whose steps have the ids by which they will be known. */
export interface RunWithIds extends NewRun {
  readonly steps: readonly (NewStep & { readonly id: string })[];
}

/** Gives the steps of a run their ids. */
export function withIds(run: NewRun): RunWithIds {
  return { ...run, steps: run.steps.map((step) => ({ id: randomUUID(), ...step })) };
}

/**
 * Stores a run that begins, with its steps and copies of what they take over; undefined, and nothing is stored, where its
 * workflow does not exist. All statements of a run that takes nothing over are asked for at once.
 * @throws {StoreError} with reason `not-found` when a response that is taken over is gone
 */
export async function insertRun(tx: Writer, run: RunWithIds, owner: ProcessIdentity): Promise<StartedRun | undefined> {
  const { workflowId, workflowName, sourceRunId, steps } = run;
  const list = steps.map(({ id, stepId, payloadId, name }) => [id, stepId, payloadId, name]);
  const [[row], stepRows] = await Promise.all([
    tx.rows(INSERT_RUN, [workflowId, formatRunMetadata(workflowName, steps.length, owner), sourceRunId]),
    tx.rows(INSERT_STEPS, [workflowId, JSON.stringify(list)]),
  ]);
  if (!row) return undefined;
  const stored = toRun(row);
  tx.changed({ entity: 'run', action: 'created', id: stored.id });
  if (steps.every(({ reused }) => reused.length === 0)) {
    const inserted = stepRows.map(toStepExecution).sort((one, other) => one.stepIndex - other.stepIndex);
    return { run: stored, steps: inserted };
  }
  await reuseResponses(tx, steps);
  return { run: stored, steps: await stepsOf(tx, stored.id) };
}

/** The steps of a run, in order. */
export async function stepsOf(reader: Reader, runId: number): Promise<readonly StepExecution[]> {
  const rows = await reader.rows(
    `SELECT ${STEP_COLUMNS} FROM step_executions WHERE run_id = ? ORDER BY step_index, id`,
    [runId],
  );
  return rows.map(toStepExecution);
}

/** With the id of the workflow as the first parameter. */
const IF_EXISTS = 'WHERE (?1 IS NULL OR EXISTS (SELECT 1 FROM workflows WHERE id = ?1))';

/** Gives what `toRun` expects; the workflow's name is among the metadata. */
const INSERT_RUN = `
INSERT INTO runs (workflow_id, status, metadata, source_run_id) SELECT ?1, 'running', ?2, ?3 ${IF_EXISTS}
RETURNING id, workflow_id, NULL, status, metadata, started_at, completed_at, execution_time_ms, error_message, source_run_id`;

/** The steps of the run that has just been stored: this need not wait for its id. */
const INSERT_STEPS = `
INSERT INTO step_executions (run_id, id, step_id, payload_id, step_index, name)
SELECT (SELECT max(id) FROM runs), json_extract(step.value, '$[0]'),
  (SELECT id FROM workflow_payloads WHERE id = json_extract(step.value, '$[1]')),
  (SELECT id FROM payloads WHERE id = json_extract(step.value, '$[2]')), step.key, json_extract(step.value, '$[3]')
FROM json_each(?2) AS step ${IF_EXISTS}
RETURNING ${STEP_COLUMNS}`;
