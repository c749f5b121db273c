import { text } from '../../shared/model/text';
import type { StepSettings, Workflow, WorkflowStep } from '../../shared/model/workflow';
import { checkName, copyName } from '../domain/blocks/title';
import { StoreError } from '../domain/ports/storeError';
import type { StepContent, StepPatch, WorkflowPatch, WorkflowRepository } from '../domain/ports/workflowRepository';
import { checkDescription, checkStepSettings } from '../domain/workflow/checkStepSettings';
import { readStepConfiguration, writeStepConfiguration } from '../domain/workflow/stepSettings';
import { fieldsOf, idList, integerOf, textOf, textOrNull, timeOf } from './columns';
import type { Database } from './database';
import { insertPlaces, movePlaces, removePlaces, touch, WORKFLOW_STEPS } from './places';
import type { Reader, Writer } from './transaction';
import type { SqlValue } from './values';

/**
 * Workflows with a row for each step; one without steps has one row, whose last columns are null. Steps whose payload is
 * gone (other programs do not enforce foreign keys) are left out.
 */
const QUERY = `
SELECT workflow.id, workflow.name, workflow.description, workflow.version, workflow.created_at, workflow.updated_at,
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

  async update(id: number, { name, description }: WorkflowPatch): Promise<void> {
    const newName = name === undefined ? null : checkName(name);
    const newDescription = description === undefined ? null : checkDescription(description);
    await this.#change(id, async (tx) => {
      const { changes } = await tx.run(
        `UPDATE workflows SET name = coalesce(?1, name), description = coalesce(?2, description)
         WHERE id = ?3 AND (name IS NOT coalesce(?1, name) OR coalesce(description, '') <> coalesce(?2, description, ''))`,
        [newName, newDescription, id],
      );
      if (changes > 0) await touch(tx, WORKFLOW_STEPS, id);
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
    await this.#change(id, async (tx) => {
      await insertPlaces(tx, WORKFLOW_STEPS, id, payloadIds, before);
    });
  }

  async insertSteps(id: number, steps: readonly StepContent[], before?: number): Promise<readonly number[]> {
    for (const { settings } of steps) checkStepSettings(settings);
    return this.#change(id, async (tx) => {
      const payloadIds = steps.map(({ payloadId }) => payloadId);
      const added = await insertPlaces(tx, WORKFLOW_STEPS, id, payloadIds, before);
      await tx.runMany(
        'UPDATE workflow_payloads SET step_name = ?, status = ?, configuration = ? WHERE id = ?',
        steps.map(({ settings }, index) => [...settingColumns(settings), added[index] ?? null]),
      );
      return added;
    });
  }

  async updateStep(id: number, stepId: number, { payloadId, ...patch }: StepPatch): Promise<void> {
    checkStepSettings(patch);
    await this.#change(id, async (tx) => {
      const step = (await findOrThrow(tx, id)).steps.find((one) => one.id === stepId);
      if (!step) throw new StoreError('not-found', text('The step does not exist any more.'));
      const { changes } = await tx.run(
        `UPDATE workflow_payloads SET step_name = ?1, status = ?2, configuration = ?3, payload_id = ?4
         WHERE id = ?5
           AND (step_name IS NOT ?1 OR status IS NOT ?2 OR configuration IS NOT ?3 OR payload_id IS NOT ?4)`,
        [...settingColumns({ ...step.settings, ...patch }), payloadId ?? step.payloadId, stepId],
      );
      if (changes > 0) await touch(tx, WORKFLOW_STEPS, id);
    });
  }

  async removeSteps(id: number, stepIds: readonly number[]): Promise<void> {
    await this.#change(id, (tx) => removePlaces(tx, WORKFLOW_STEPS, id, stepIds));
  }

  async moveSteps(id: number, stepIds: readonly number[], before?: number): Promise<void> {
    await this.#change(id, (tx) => movePlaces(tx, WORKFLOW_STEPS, id, stepIds, before));
  }

  async #change<Result>(id: number, action: (tx: Writer) => Promise<Result>): Promise<Result> {
    return this.#database.transaction(async (tx) => {
      await findOrThrow(tx, id);
      return action(tx);
    });
  }
}

function toWorkflows(rows: readonly (readonly SqlValue[])[]): readonly Workflow[] {
  const workflows = new Map<number, Workflow & { readonly steps: WorkflowStep[] }>();
  for (const [workflowId, name, description, version, createdAt, updatedAt, lastRunAt, ...step] of rows) {
    const id = integerOf(workflowId, 0);
    let workflow = workflows.get(id);
    if (!workflow) {
      workflow = {
        id,
        name: textOf(name),
        description: textOf(description),
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

/** Name, status and configuration. */
function settingColumns({ name, enabled, ...configuration }: StepSettings): readonly [string | null, string, string] {
  return [name, enabled ? ENABLED : DISABLED, JSON.stringify(writeStepConfiguration(configuration))];
}

function toStep([id, payloadId, name, status, configuration]: readonly SqlValue[]): WorkflowStep {
  const settings = {
    name: textOrNull(name),
    enabled: status !== DISABLED,
    ...readStepConfiguration(fieldsOf(configuration)),
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
