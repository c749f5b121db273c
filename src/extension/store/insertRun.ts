import { randomUUID } from 'node:crypto';
import type { Run, StepExecution } from '../../shared/model/run';
import type { NewRun, NewStep, StartedRun } from '../domain/ports/runRepository';
import { formatRunMetadata, RUN_QUERY, STEP_COLUMNS, toRun, toStepExecution } from './runRow';
import { reuseResponses } from './runWrites';
import type { ProcessIdentity } from './sqlite/processIdentity';
import type { Reader, Writer } from './transaction';

/** A run whose steps have the ids by which they will be known. */
export interface RunWithIds extends NewRun {
  readonly steps: readonly (NewStep & { readonly id: string })[];
}

/** Gives the steps of a run their ids. */
export function withIds(run: NewRun): RunWithIds {
  return { ...run, steps: run.steps.map((step) => ({ ...step, id: randomUUID() })) };
}

/**
 * Stores a run that begins, with its steps and copies of what they take over; undefined, and nothing is stored, where its
 * workflow does not exist. All statements of a run that takes nothing over are asked for at once.
 * @throws {StoreError} with reason `not-found` when a response that is taken over is gone
 */
export async function insertRun(tx: Writer, run: RunWithIds, owner: ProcessIdentity): Promise<StartedRun | undefined> {
  const { workflowId, workflowName, sourceRunId, steps } = run;
  const inserting = Promise.all([
    tx.run(
      `INSERT INTO runs (workflow_id, status, metadata, source_run_id) SELECT ?1, 'running', ?2, ?3 ${IF_EXISTS}`,
      [...[workflowId, formatRunMetadata(workflowName, steps.length, owner), sourceRunId]],
    ),
    tx.runMany(
      `INSERT INTO step_executions (run_id, id, step_id, payload_id, step_index, name)
       SELECT ${NEWEST_RUN}, ?2, (SELECT id FROM workflow_payloads WHERE id = ?3),
         (SELECT id FROM payloads WHERE id = ?4), ?5, ?6 ${IF_EXISTS}`,
      steps.map(({ id, stepId, payloadId, name }, index) => [workflowId, id, stepId, payloadId, index, name]),
    ),
  ]);
  if (steps.some(({ reused }) => reused.length > 0)) {
    await inserting;
    await reuseResponses(tx, steps);
  }
  const [[{ changes }], stored, storedSteps] = await Promise.all([
    inserting,
    findRun(tx, NEWEST_RUN),
    stepsOf(tx, NEWEST_RUN),
  ]);
  if (changes === 0 || !stored) return undefined;
  tx.changed({ entity: 'run', action: 'created', id: stored.id });
  return { run: stored, steps: storedSteps };
}

/** The run with the id that the given words name. */
export async function findRun(reader: Reader, id: string, parameters?: readonly number[]): Promise<Run | undefined> {
  const [row] = await reader.rows(`${RUN_QUERY} WHERE run.id = ${id}`, parameters);
  return row && toRun(row);
}

/** The steps of the run with the id that the given words name, in order. */
export async function stepsOf(
  reader: Reader,
  runId: string,
  parameters?: readonly number[],
): Promise<readonly StepExecution[]> {
  const rows = await reader.rows(
    `SELECT ${STEP_COLUMNS} FROM step_executions WHERE run_id = ${runId} ORDER BY step_index, id`,
    parameters,
  );
  return rows.map(toStepExecution);
}

/** The run that has just been stored: the statements after it need not wait for its id. */
const NEWEST_RUN = '(SELECT max(id) FROM runs)';

/** With the id of the workflow as the first parameter. */
const IF_EXISTS = 'WHERE ?1 IS NULL OR EXISTS (SELECT 1 FROM workflows WHERE id = ?1)';
