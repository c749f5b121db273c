import { integerOf, idList } from './columns';
import type { Writer } from './transaction';

/** A table of ordered places: the blocks of a payload, the payloads of a workflow. */
export interface PlaceTable {
  readonly table: 'payload_blocks' | 'workflow_payloads';
  /** The column of what the list belongs to. */
  readonly owner: 'payload_id' | 'workflow_id';
  /** The column of what stands in the list. */
  readonly item: 'block_id' | 'payload_id';
  readonly owners: 'payloads' | 'workflows';
  readonly entity: 'payload' | 'workflow';
}

/** The blocks of payloads. */
export const PAYLOAD_BLOCKS: PlaceTable = {
  table: 'payload_blocks',
  owner: 'payload_id',
  item: 'block_id',
  owners: 'payloads',
  entity: 'payload',
};

/** The steps of workflows. */
export const WORKFLOW_STEPS: PlaceTable = {
  table: 'workflow_payloads',
  owner: 'workflow_id',
  item: 'payload_id',
  owners: 'workflows',
  entity: 'workflow',
};

/** Puts items into a list before a place, or at the end; gives the ids of the new places, in order. */
export async function insertPlaces(
  tx: Writer,
  places: PlaceTable,
  owner: number,
  items: readonly number[],
  before?: number,
): Promise<readonly number[]> {
  if (items.length === 0) return [];
  const old = await placeIds(tx, places, owner);
  await tx.runMany(
    `INSERT INTO ${places.table} (${places.owner}, ${places.item}, order_index) VALUES (?, ?, ?)`,
    items.map((item) => [owner, item, null]),
  );
  const all = await placeIds(tx, places, owner);
  const known = new Set(old);
  const added = all.filter((id) => !known.has(id));
  await setOrder(tx, places, owner, reordered([...old, ...added], added, before));
  return added;
}

/** Takes places out of a list. */
export async function removePlaces(
  tx: Writer,
  places: PlaceTable,
  owner: number,
  ids: readonly number[],
): Promise<void> {
  const { changes } = await tx.run(
    `DELETE FROM ${places.table} WHERE ${places.owner} = ? AND id IN (SELECT value FROM json_each(?))`,
    [owner, idList(ids)],
  );
  if (changes > 0) await setOrder(tx, places, owner, await placeIds(tx, places, owner));
}

/** Moves places before another place, or to the end, keeping their order among themselves. */
export async function movePlaces(
  tx: Writer,
  places: PlaceTable,
  owner: number,
  ids: readonly number[],
  before?: number,
): Promise<void> {
  const old = await placeIds(tx, places, owner);
  const order = reordered(old, ids, before);
  if (order.some((id, index) => id !== old[index])) await setOrder(tx, places, owner, order);
}

/** After something has been deleted that stood in the lists of these owners. */
export async function closeGaps(tx: Writer, places: PlaceTable, owners: readonly number[]): Promise<void> {
  for (const owner of owners) await setOrder(tx, places, owner, await placeIds(tx, places, owner));
}

/**
 * The order after some were moved before another one, or to the end. Where that other one is itself moved, the next one
 * that stays counts.
 */
export function reordered(order: readonly number[], moving: readonly number[], before?: number): readonly number[] {
  const moves = new Set(moving);
  const moved = order.filter((id) => moves.has(id));
  const staying = order.filter((id) => !moves.has(id));
  const from = before === undefined ? -1 : order.indexOf(before);
  const anchor = from === -1 ? undefined : order.slice(from).find((id) => !moves.has(id));
  const index = anchor === undefined ? staying.length : staying.indexOf(anchor);
  return [...staying.slice(0, index), ...moved, ...staying.slice(index)];
}

/** Places without a number, as other programs may store them, come last. */
async function placeIds(tx: Writer, { table, owner }: PlaceTable, id: number): Promise<readonly number[]> {
  const rows = await tx.rows(`SELECT id FROM ${table} WHERE ${owner} = ? ORDER BY order_index NULLS LAST, id`, [id]);
  return rows.map(([place]) => integerOf(place, 0));
}

async function setOrder(tx: Writer, places: PlaceTable, owner: number, order: readonly number[]): Promise<void> {
  await tx.runMany(
    `UPDATE ${places.table} SET order_index = ?1 WHERE id = ?2 AND order_index IS NOT ?1`,
    order.map((id, index) => [index, id]),
  );
  await touch(tx, places, owner);
}

/** Marks the owner of a list as changed. */
export async function touch(tx: Writer, { owners, entity }: PlaceTable, id: number): Promise<void> {
  await tx.run(`UPDATE ${owners} SET version = version + 1, updated_at = CURRENT_TIMESTAMP WHERE id = ?`, [id]);
  tx.changed({ entity, action: 'changed', id });
}
