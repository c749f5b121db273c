import { text } from '../../shared/model/text';
import type { Workflow, WorkflowStep } from '../../shared/model/workflow';
import { checkName, copyName } from '../domain/blocks/title';
import { StoreError } from '../domain/ports/storeError';
import type { StepPatch, WorkflowRepository } from '../domain/ports/workflowRepository';
import { readStepConfiguration, writeStepConfiguration } from '../domain/workflow/stepSettings';
import { fieldsOf, idList, integerOf, textOf, textOrNull, timeOf } from './columns';
import type { Database } from './database';
import { insertPlaces, movePlaces, removePlaces, WORKFLOW_STEPS } from './places';
import type { Reader, Writer } from './transaction';
import type { SqlValue } from './values';

/**
 * Workflows with a row for each step; one without steps has one row, whose last columns are null. Steps whose payload is
 * gone (other programs do not enforce foreign keys) are left out.
 */
const QUERY = `
SELECT workflow.id, workflow.name, workflow.version, workflow.created_at, workflow.updated_at,
  (SELECT max(started_at) FROM runs WHERE workflow_id = workflow.id), step.id, step.payload_id, step.step_name,
  step.status, step.configuration
FROM workflows AS workflow
LEFT JOIN (workflow_payloads AS step JOIN payloads AS payload ON payload.id = step.payload_id)
  ON step.workflow_id = workflow.id`;

/** What `workflow_payloads.status` holds. */
const ENABLED = 'active';
const DISABLED = 'disabled';

const STEP_ORDER = 'step.order_index NULLS LAST, step.id';

/** The workflows in the database. */
export class WorkflowStore implements WorkflowRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(): Promise<readonly Workflow[]> {
    const order = `workflow.name COLLATE NOCASE, workflow.id, ${STEP_ORDER}`;
    return toWorkflows(await this.#database.reader.rows(`${QUERY} ORDER BY ${order}`));
  }

  async get(id: number): Promise<Workflow | undefined> {
    return find(this.#database.reader, id);
  }

  async create(name: string): Promise<Workflow> {
    const checked = checkName(name);
    return this.#database.transaction(async (tx) => {
      const { lastID } = await tx.run('INSERT INTO workflows (name) VALUES (?)', [checked]);
      tx.changed({ entity: 'workflow', action: 'created', id: lastID });
      return findOrThrow(tx, lastID);
    });
  }

  async rename(id: number, name: string): Promise<void> {
    const checked = checkName(name);
    await this.#change(id, async (tx) => {
      const { changes } = await tx.run(
        `UPDATE workflows SET name = ?1, version = version + 1, updated_at = CURRENT_TIMESTAMP
         WHERE id = ?2 AND name IS NOT ?1`,
        [checked, id],
      );
      if (changes > 0) tx.changed({ entity: 'workflow', action: 'changed', id });
    });
  }

  async duplicate(id: number): Promise<Workflow> {
    return this.#database.transaction(async (tx) => {
      const { name } = await findOrThrow(tx, id);
      const taken = new Set((await tx.rows('SELECT name FROM workflows')).map(([other]) => textOf(other)));
      const { lastID } = await tx.run(
        `INSERT INTO workflows (name, description, status, created_by)
         SELECT ?, description, status, created_by FROM workflows WHERE id = ?`,
        [copyName(name, (other) => taken.has(other)), id],
      );
      const columns = 'payload_id, order_index, step_name, step_type, configuration, status';
      await tx.run(
        `INSERT INTO workflow_payloads (workflow_id, ${columns})
         SELECT ?, ${columns} FROM workflow_payloads AS step WHERE workflow_id = ? ORDER BY ${STEP_ORDER}`,
        [lastID, id],
      );
      tx.changed({ entity: 'workflow', action: 'created', id: lastID });
      return findOrThrow(tx, lastID);
    });
  }

  async delete(ids: readonly number[]): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const list = [idList(ids)];
      const workflows = await tx.rows('SELECT id FROM workflows WHERE id IN (SELECT value FROM json_each(?))', list);
      const runs = await tx.rows('SELECT id FROM runs WHERE workflow_id IN (SELECT value FROM json_each(?))', list);
      await tx.run('DELETE FROM workflows WHERE id IN (SELECT value FROM json_each(?))', list);
      for (const [id] of workflows) tx.changed({ entity: 'workflow', action: 'deleted', id: integerOf(id, 0) });
      for (const [id] of runs) tx.changed({ entity: 'run', action: 'deleted', id: integerOf(id, 0) });
    });
  }

  async countRuns(ids: readonly number[]): Promise<number> {
    const [row] = await this.#database.reader.rows(
      'SELECT count(*) FROM runs WHERE workflow_id IN (SELECT value FROM json_each(?))',
      [idList(ids)],
    );
    return integerOf(row?.[0], 0);
  }

  async addSteps(id: number, payloadIds: readonly number[], before?: number): Promise<void> {
    await this.#change(id, (tx) => insertPlaces(tx, WORKFLOW_STEPS, id, payloadIds, before));
  }

  async updateStep(id: number, stepId: number, patch: StepPatch): Promise<void> {
    await this.#change(id, async (tx) => {
      const step = (await findOrThrow(tx, id)).steps.find((one) => one.id === stepId);
      if (!step) throw new StoreError('not-found', text('The step does not exist any more.'));
      const { name, enabled, ...configuration } = { ...step.settings, ...patch };
      const { changes } = await tx.run(
        `UPDATE workflow_payloads SET step_name = ?1, status = ?2, configuration = ?3
         WHERE id = ?4 AND (step_name IS NOT ?1 OR status IS NOT ?2 OR configuration IS NOT ?3)`,
        [name, enabled ? ENABLED : DISABLED, JSON.stringify(writeStepConfiguration(configuration)), stepId],
      );
      if (changes === 0) return;
      await tx.run('UPDATE workflows SET version = version + 1, updated_at = CURRENT_TIMESTAMP WHERE id = ?', [id]);
      tx.changed({ entity: 'workflow', action: 'changed', id });
    });
  }

  async duplicateSteps(id: number, stepIds: readonly number[]): Promise<readonly number[]> {
    const ids: number[] = [];
    await this.#change(id, async (tx) => {
      for (const step of (await findOrThrow(tx, id)).steps.filter((one) => stepIds.includes(one.id))) {
        const { lastID } = await tx.run(
          `INSERT INTO workflow_payloads (workflow_id, payload_id, order_index, step_name, step_type, configuration, status)
           SELECT workflow_id, payload_id, NULL, step_name, step_type, configuration, status
           FROM workflow_payloads WHERE id = ?`,
          [step.id],
        );
        ids.push(lastID);
      }
      const last = stepIds.at(-1);
      const { steps } = await findOrThrow(tx, id);
      const after = steps[steps.findIndex((one) => one.id === last) + 1]?.id;
      await movePlaces(tx, WORKFLOW_STEPS, id, ids, ids.includes(after ?? 0) ? undefined : after);
    });
    return ids;
  }

  async removeSteps(id: number, stepIds: readonly number[]): Promise<void> {
    await this.#change(id, (tx) => removePlaces(tx, WORKFLOW_STEPS, id, stepIds));
  }

  async moveSteps(id: number, stepIds: readonly number[], before?: number): Promise<void> {
    await this.#change(id, (tx) => movePlaces(tx, WORKFLOW_STEPS, id, stepIds, before));
  }

  async #change(id: number, action: (tx: Writer) => Promise<void>): Promise<void> {
    await this.#database.transaction(async (tx) => {
      await findOrThrow(tx, id);
      await action(tx);
    });
  }
}

function toWorkflows(rows: readonly (readonly SqlValue[])[]): readonly Workflow[] {
  const workflows = new Map<number, Workflow & { readonly steps: WorkflowStep[] }>();
  for (const [workflowId, name, version, createdAt, updatedAt, lastRunAt, ...step] of rows) {
    const id = integerOf(workflowId, 0);
    let workflow = workflows.get(id);
    if (!workflow) {
      workflow = {
        id,
        name: textOf(name),
        steps: [],
        lastRunAt: lastRunAt === null ? null : timeOf(lastRunAt),
        version: integerOf(version, 1, 1),
        createdAt: timeOf(createdAt),
        updatedAt: timeOf(updatedAt),
      };
      workflows.set(id, workflow);
    }
    if (step[0] !== null) workflow.steps.push(toStep(step));
  }
  return [...workflows.values()];
}

function toStep([id, payloadId, name, status, configuration]: readonly SqlValue[]): WorkflowStep {
  const settings = {
    ...readStepConfiguration(fieldsOf(configuration)),
    name: textOrNull(name),
    enabled: status !== DISABLED,
  };
  return { id: integerOf(id, 0), payloadId: integerOf(payloadId, 0), settings };
}

async function find(reader: Reader, id: number): Promise<Workflow | undefined> {
  return toWorkflows(await reader.rows(`${QUERY} WHERE workflow.id = ? ORDER BY ${STEP_ORDER}`, [id]))[0];
}

async function findOrThrow(reader: Reader, id: number): Promise<Workflow> {
  const workflow = await find(reader, id);
  if (!workflow) throw new StoreError('not-found', text('The workflow does not exist any more.'));
  return workflow;
}
