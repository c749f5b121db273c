import type { Response, ResponseSummary, Run, StepExecution } from '../../shared/model/run';
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
} from '../domain/ports/runRepository';
import { idList, integerOf, textOf } from './columns';
import type { Database } from './database';
import { insertRun, stepsOf, withIds } from './insertRun';
import { RESPONSE_COLUMNS, RESPONSE_SUMMARY_COLUMNS, RUN_QUERY, toResponse, toResponseSummary, toRun } from './runRow';
import type { ProcessIdentity } from './sqlite/processIdentity';
import { asLast } from './transaction';
import {
  chooseResponse,
  endRun,
  endRunOf,
  insertResponse,
  responseGone,
  restartResponse,
  reuseResponses,
  runGone,
  updateResponse,
  updateStep,
  updateStepOf,
  workflowGone,
} from './runWrites';

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
    const [row] = await this.#database.reader.rows(`${RUN_QUERY} WHERE run.id = ?`, [id]);
    return row && toRun(row);
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

  async ofSameStep(responseId: number, limit: number): Promise<readonly ResponseSummary[]> {
    const rows = await this.#database.reader.rows(
      `SELECT ${RESPONSE_SUMMARY_COLUMNS} FROM responses
       WHERE id <> ?1 AND id IN (
         SELECT other.id FROM responses AS one JOIN responses AS other ON other.payload_id = one.payload_id
         WHERE one.id = ?1
         UNION SELECT other.id FROM responses AS one
           JOIN step_executions AS step ON step.id = one.step_execution_id
           JOIN step_executions AS sibling ON sibling.step_id = step.step_id
           JOIN responses AS other ON other.step_execution_id = sibling.id
         WHERE one.id = ?1)
       ORDER BY id DESC LIMIT ?2`,
      [responseId, limit],
    );
    return rows.map(toResponseSummary);
  }

  async start(run: NewRun): Promise<StartedRun> {
    const owner = await this.#owner();
    return this.#database.briefTransaction(async (tx) => {
      const started = await insertRun(tx, withIds(run), owner);
      if (!started) throw workflowGone();
      return started;
    });
  }

  async finish(runId: number, end: RunEnd): Promise<void> {
    await this.#database.briefTransaction((tx) => asLast(tx, endRun(tx, runId, end)));
  }

  async changeStep(stepExecutionId: string, change: StepChange): Promise<void> {
    await this.#database.briefTransaction((tx) => asLast(tx, updateStep(tx, stepExecutionId, change)));
  }

  async reuse(stepExecutionId: string, responseIds: readonly number[], isWhole = true): Promise<void> {
    await this.#database.briefTransaction(async (tx) => {
      await reuseResponses(tx, [{ id: stepExecutionId, reused: responseIds }], isWhole);
      const [row] = await tx.rows('SELECT run_id FROM step_executions WHERE id = ?', [stepExecutionId]);
      if (!row) throw runGone();
      tx.changed({ entity: 'step', action: 'changed', id: stepExecutionId, runId: integerOf(row[0], 0) });
    });
  }

  async startResponse(response: NewResponse): Promise<ResponseSummary> {
    return this.#database.briefTransaction(async (tx) => {
      const asked =
        response.replaces === undefined
          ? insertResponse(tx, response, RESPONSE_SUMMARY_COLUMNS)
          : restartResponse(tx, response.replaces, response, RESPONSE_SUMMARY_COLUMNS);
      return toResponseSummary(await asLast(tx, asked));
    });
  }

  async savePartial(responseId: number, { content, thinking }: ResponseText): Promise<void> {
    await this.#database.briefTransaction((tx) =>
      asLast(tx, updateResponse(tx, responseId, 'content = ?, thinking = ?', [content, thinking || null])),
    );
  }

  async finishResponse(responseId: number, end: ResponseEnd, step?: StepChange, run?: RunEnd): Promise<void> {
    const { content, thinking, partial, finishReason, metadata } = end;
    await this.#database.briefTransaction(async (tx) => {
      const columns = 'content = ?, thinking = ?, partial = ?, finish_reason = ?, metadata = ?';
      const values = [content, thinking || null, partial, finishReason, JSON.stringify(metadata)];
      const asked = Promise.all([
        updateResponse(tx, responseId, columns, values),
        step && updateStepOf(tx, responseId, step),
        chooseResponse(tx, TO_BE_CHOSEN, responseId),
        run && endRunOf(tx, responseId, run),
      ]);
      await asLast(tx, asked);
    });
  }

  async choose(responseId: number): Promise<void> {
    await this.#database.briefTransaction(async (tx) => {
      const found = tx.rows('SELECT id FROM responses WHERE id = ?', [responseId]);
      const asked = Promise.all([found, chooseResponse(tx, 'SELECT ?', responseId)]);
      if ((await asLast(tx, asked))[0].length === 0) throw responseGone();
    });
  }

  async judge(responseId: number, { rating, comment }: ResponseJudgement): Promise<void> {
    await this.#database.briefTransaction(async (tx) => {
      if (rating !== undefined) await updateResponse(tx, responseId, 'rating = ?', [rating]);
      if (comment !== undefined) await updateResponse(tx, responseId, 'comment = ?', [comment]);
    });
  }

  async delete(ids: readonly number[]): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const list = [idList(ids)];
      const [rows, responses] = await Promise.all([
        tx.rows('SELECT id FROM runs WHERE id IN (SELECT value FROM json_each(?))', list),
        tx.rows('SELECT id, run_id FROM responses WHERE run_id IN (SELECT value FROM json_each(?))', list),
        tx.run('DELETE FROM runs WHERE id IN (SELECT value FROM json_each(?))', list),
      ]);
      for (const [id] of rows) tx.changed({ entity: 'run', action: 'deleted', id: integerOf(id, 0) });
      // They went with their runs: documents that show them have to know.
      for (const [id, runId] of responses) {
        tx.changed({ entity: 'response', action: 'deleted', id: integerOf(id, 0), runId: integerOf(runId, 0) });
      }
    });
  }
}

/**
 * Of a response that has just ended, which one of its step is to flow on instead of the one that did; NULL where that
 * stays. One that is still being written keeps its place: answers arrive side by side.
 */
const TO_BE_CHOSEN = `
SELECT CASE
  WHEN NOT partial THEN iif(NOT chosen AND EXISTS (SELECT 1 FROM responses AS other
    WHERE other.step_execution_id = responses.step_execution_id AND other.chosen AND other.partial
      AND other.finish_reason IS NOT NULL), id, NULL)
  WHEN chosen THEN (SELECT other.id FROM responses AS other
    WHERE other.step_execution_id = responses.step_execution_id AND NOT other.partial
    ORDER BY other.answer_index, other.id LIMIT 1)
END FROM responses WHERE id = ?`;
