import type { Response, ResponseSummary, Run } from '../../shared/model/run';
import { text } from '../../shared/model/text';
import type { NewResponse, ResponseEnd, RunEnd, RunRepository } from '../domain/ports/runRepository';
import { StoreError } from '../domain/ports/storeError';
import { idList, integerOf } from './columns';
import type { Database } from './database';
import {
  formatRunMetadata,
  RESPONSE_COLUMNS,
  RESPONSE_SUMMARY_COLUMNS,
  RUN_QUERY,
  toResponse,
  toResponseSummary,
  toRun,
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

  async responses(runId: number): Promise<readonly ResponseSummary[]> {
    const rows = await this.#database.reader.rows(
      `SELECT ${RESPONSE_SUMMARY_COLUMNS} FROM responses WHERE run_id = ? ORDER BY step_index NULLS LAST, id`,
      [runId],
    );
    return rows.map(toResponseSummary);
  }

  async response(id: number): Promise<Response | undefined> {
    const [row] = await this.#database.reader.rows(`SELECT ${RESPONSE_COLUMNS} FROM responses WHERE id = ?`, [id]);
    return row && toResponse(row);
  }

  async start(workflowId: number | null, workflowName: string, stepCount: number): Promise<Run> {
    const metadata = formatRunMetadata(workflowName, stepCount, await this.#owner());
    return this.#database.transaction(async (tx) => {
      const known = workflowId === null || (await tx.get('SELECT 1 FROM workflows WHERE id = ?', [workflowId]));
      if (!known) throw new StoreError('not-found', text('The workflow does not exist any more.'));
      const { lastID } = await tx.run(`INSERT INTO runs (workflow_id, status, metadata) VALUES (?, 'running', ?)`, [
        workflowId,
        metadata,
      ]);
      tx.changed({ entity: 'run', action: 'created', id: lastID });
      const run = await findRun(tx, lastID);
      if (!run) throw runGone();
      return run;
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
      tx.changed({ entity: 'run', action: 'changed', id: runId });
    });
  }

  async startResponse(response: NewResponse): Promise<ResponseSummary> {
    const { runId, payloadId, payloadName, stepIndex, prompt, metadata } = response;
    return this.#database.transaction(async (tx) => {
      // A payload or run that was deleted while its step began must not look like a fault of the database.
      if (!(await findRun(tx, runId))) throw runGone();
      const { lastID } = await tx.run(
        `INSERT INTO responses (run_id, payload_id, payload_name, step_index, prompt, content, metadata, partial)
         VALUES (?, (SELECT id FROM payloads WHERE id = ?), ?, ?, ?, '', ?, 1)`,
        [runId, payloadId, payloadName, stepIndex, prompt, JSON.stringify(metadata)],
      );
      tx.changed({ entity: 'response', action: 'created', id: lastID, runId });
      const [row] = await tx.rows(`SELECT ${RESPONSE_SUMMARY_COLUMNS} FROM responses WHERE id = ?`, [lastID]);
      if (!row) throw responseGone();
      return toResponseSummary(row);
    });
  }

  async savePartial(responseId: number, content: string): Promise<void> {
    await this.#database.transaction((tx) => updateResponse(tx, responseId, 'content = ?', [content]));
  }

  async finishResponse(responseId: number, end: ResponseEnd): Promise<void> {
    const { content, partial, finishReason, metadata } = end;
    await this.#database.transaction((tx) =>
      updateResponse(tx, responseId, 'content = ?, partial = ?, finish_reason = ?, metadata = ?', [
        content,
        partial,
        finishReason,
        JSON.stringify(metadata),
      ]),
    );
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
