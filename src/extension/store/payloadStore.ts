import type { Payload, PayloadBlock, PayloadSettings } from '../../shared/model/payload';
import { text } from '../../shared/model/text';
import { checkName, copyName } from '../domain/blocks/title';
import { checkSettings } from '../domain/payload/settings';
import type { PayloadPatch, PayloadRepository, PayloadUse } from '../domain/ports/payloadRepository';
import { StoreError } from '../domain/ports/storeError';
import type { Clock } from '../platform/ports/clock';
import { idList, integerOf, textOf } from './columns';
import type { Database } from './database';
import { formatParameters, PAYLOAD_QUERY, PLACE_ORDER, toPayload } from './payloadRow';
import { closeGaps, insertPlaces, movePlaces, PAYLOAD_BLOCKS, removePlaces, WORKFLOW_STEPS } from './places';
import { rewriteReferences } from './referenceRewriting';
import type { Reader, Writer } from './transaction';
import type { SqlParameter } from './values';

/** The column of each setting. */
const COLUMNS: Readonly<Record<keyof PayloadSettings, string>> = {
  temperature: 'temperature',
  responseLength: 'response_length',
  port: 'llm_port',
  host: 'host',
  modelFormat: 'model_format',
  provider: 'provider',
  model: 'model',
  parameters: 'parameters',
  flow: 'flow',
};

/** The payloads in the database. */
export class PayloadStore implements PayloadRepository {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async all(): Promise<readonly Payload[]> {
    const rows = await this.#database.reader.rows(`${PAYLOAD_QUERY} ORDER BY payload.name COLLATE NOCASE, payload.id`);
    return rows.map(toPayload);
  }

  async get(id: number): Promise<Payload | undefined> {
    return find(this.#database.reader, id);
  }

  async create({ name, ...settings }: { readonly name: string } & PayloadPatch): Promise<Payload> {
    checkSettings(settings);
    const columns: Column[] = [['name', checkName(name)], ...columnsOf(settings)];
    return this.#database.transaction(async (tx) => {
      const { lastID } = await tx.run(
        `INSERT INTO payloads (${columns.map(([column]) => column).join(', ')})
         VALUES (${columns.map(() => '?').join(', ')})`,
        columns.map(([, value]) => value),
      );
      tx.changed({ entity: 'payload', action: 'created', id: lastID });
      return findOrThrow(tx, lastID);
    });
  }

  async update(id: number, { name, ...settings }: PayloadPatch): Promise<Payload> {
    checkSettings(settings);
    const newName = name === undefined ? undefined : checkName(name);
    return this.#database.transaction(async (tx) => {
      const before = await findOrThrow(tx, id);
      const columns = differing(columnsOf(settings), columnsOf(before));
      const renamed = newName !== undefined && newName !== before.name;
      if (renamed) columns.unshift(['name', newName]);
      if (columns.length === 0) return before;
      await tx.run(
        `UPDATE payloads SET ${columns.map(([column]) => `${column} = ?`).join(', ')},
         version = version + 1, updated_at = CURRENT_TIMESTAMP WHERE id = ?`,
        [...columns.map(([, value]) => value), id],
      );
      tx.changed({ entity: 'payload', action: 'changed', id });
      if (renamed && !(await hasName(tx, before.name))) {
        await rewriteReferences(tx, this.#clock, [{ form: 'response', from: before.name, to: newName }]);
      }
      return findOrThrow(tx, id);
    });
  }

  async duplicate(id: number): Promise<Payload> {
    return this.#database.transaction(async (tx) => {
      const { name } = await findOrThrow(tx, id);
      const taken = new Set((await tx.rows('SELECT name FROM payloads')).map(([other]) => textOf(other)));
      const settings = Object.values(COLUMNS).join(', ');
      const { lastID } = await tx.run(
        `INSERT INTO payloads (name, ${settings}) SELECT ?, ${settings} FROM payloads WHERE id = ?`,
        [copyName(name, (other) => taken.has(other)), id],
      );
      await tx.run(
        `INSERT INTO payload_blocks (payload_id, block_id, order_index, role, enabled)
         SELECT ?, block_id, order_index, role, enabled FROM payload_blocks AS place WHERE payload_id = ?
         ORDER BY ${PLACE_ORDER}`,
        [lastID, id],
      );
      tx.changed({ entity: 'payload', action: 'created', id: lastID });
      return findOrThrow(tx, lastID);
    });
  }

  async delete(ids: readonly number[]): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const list = [idList(ids)];
      const existing = await tx.rows('SELECT id FROM payloads WHERE id IN (SELECT value FROM json_each(?))', list);
      const workflows = await tx.rows(
        'SELECT DISTINCT workflow_id FROM workflow_payloads WHERE payload_id IN (SELECT value FROM json_each(?))',
        list,
      );
      // Responses outlive their payload; those that other programs stored have its name nowhere else.
      await tx.run(
        `UPDATE responses SET payload_name = (SELECT name FROM payloads WHERE id = payload_id)
         WHERE payload_name IS NULL AND payload_id IN (SELECT value FROM json_each(?))`,
        list,
      );
      await tx.run('DELETE FROM payloads WHERE id IN (SELECT value FROM json_each(?))', list);
      for (const [id] of existing) tx.changed({ entity: 'payload', action: 'deleted', id: integerOf(id, 0) });
      await closeGaps(
        tx,
        WORKFLOW_STEPS,
        workflows.map(([id]) => integerOf(id, 0)),
      );
    });
  }

  async addBlocks(id: number, blockIds: readonly number[], before?: number): Promise<void> {
    await this.#change(id, async (tx) => {
      await insertPlaces(tx, PAYLOAD_BLOCKS, id, blockIds, before);
    });
  }

  async addPlaces(
    id: number,
    places: readonly Omit<PayloadBlock, 'id'>[],
    before?: number,
  ): Promise<readonly number[]> {
    return this.#database.transaction(async (tx) => {
      await findOrThrow(tx, id);
      const blockIds = places.map(({ blockId }) => blockId);
      const added = await insertPlaces(tx, PAYLOAD_BLOCKS, id, blockIds, before);
      await tx.runMany(
        'UPDATE payload_blocks SET role = ?, enabled = ? WHERE id = ?',
        added.map((place, index) => [places[index]?.role ?? null, places[index]?.enabled ?? null, place]),
      );
      return added;
    });
  }

  async removeBlocks(id: number, placeIds: readonly number[]): Promise<void> {
    await this.#change(id, (tx) => removePlaces(tx, PAYLOAD_BLOCKS, id, placeIds));
  }

  async moveBlocks(id: number, placeIds: readonly number[], before?: number): Promise<void> {
    await this.#change(id, (tx) => movePlaces(tx, PAYLOAD_BLOCKS, id, placeIds, before));
  }

  async updateBlock(
    id: number,
    placeId: number,
    { role, enabled }: Partial<Pick<PayloadBlock, 'role' | 'enabled'>>,
  ): Promise<void> {
    await this.#change(id, async (tx) => {
      const { changes } = await tx.run(
        `UPDATE payload_blocks SET role = coalesce(?, role), enabled = coalesce(?, enabled)
         WHERE payload_id = ? AND id = ?`,
        [role ?? null, enabled ?? null, id, placeId],
      );
      if (changes === 0) throw new StoreError('not-found', text('The block is no longer in the list of this payload.'));
      await tx.run('UPDATE payloads SET version = version + 1, updated_at = CURRENT_TIMESTAMP WHERE id = ?', [id]);
      tx.changed({ entity: 'payload', action: 'changed', id });
    });
  }

  async uses(ids: readonly number[]): Promise<readonly PayloadUse[]> {
    const rows = await this.#database.reader.rows(
      `SELECT DISTINCT step.payload_id, workflow.id, workflow.name
       FROM workflow_payloads AS step JOIN workflows AS workflow ON workflow.id = step.workflow_id
       WHERE step.payload_id IN (SELECT value FROM json_each(?)) ORDER BY workflow.name, workflow.id`,
      [idList(ids)],
    );
    return rows.map(([payloadId, workflowId, name]) => ({
      payloadId: integerOf(payloadId, 0),
      workflowId: integerOf(workflowId, 0),
      workflowName: textOf(name),
    }));
  }

  async #change(id: number, action: (tx: Writer) => Promise<void>): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const exists = (await tx.rows('SELECT 1 FROM payloads WHERE id = ?', [id])).length > 0;
      if (!exists) throw gone();
      await action(tx);
    });
  }
}

type Column = readonly [string, SqlParameter];

function columnsOf(settings: Partial<PayloadSettings>): Column[] {
  return (Object.keys(COLUMNS) as (keyof PayloadSettings)[]).flatMap((key): Column[] => {
    const value = settings[key];
    if (value === undefined) return [];
    return [[COLUMNS[key], typeof value === 'object' && value !== null ? formatParameters(value) : value]];
  });
}

/** Those of the new columns that the old ones do not have. */
function differing(columns: readonly Column[], old: readonly Column[]): Column[] {
  return columns.filter(([name, value]) => !old.some(([other, same]) => other === name && same === value));
}

async function find(reader: Reader, id: number): Promise<Payload | undefined> {
  const [row] = await reader.rows(`${PAYLOAD_QUERY} WHERE payload.id = ?`, [id]);
  return row && toPayload(row);
}

async function findOrThrow(reader: Reader, id: number): Promise<Payload> {
  const payload = await find(reader, id);
  if (!payload) throw gone();
  return payload;
}

function gone(): StoreError {
  return new StoreError('not-found', text('The payload does not exist any more.'));
}

async function hasName(reader: Reader, name: string): Promise<boolean> {
  return (await reader.rows('SELECT 1 FROM payloads WHERE name = ? LIMIT 1', [name])).length > 0;
}
