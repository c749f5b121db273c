import * as v from 'valibot';
import type { Edit } from '../../../shared/protocol/payloadBuilder';
import { accept } from '../../platform/vscode/panels/refusedMessage';

/** The longest text that a page may send at once, in UTF-16 units. */
const MAX_TEXT = 4_000_000;
/** The longest value of a setting. */
const MAX_TYPED = 20_000;
/** The most places in one message. */
const MAX_IDS = 10_000;

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const ids = v.pipe(v.array(id), v.minLength(1), v.maxLength(MAX_IDS));
const offset = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const before = v.nullable(id);
const key = v.pipe(v.string(), v.maxLength(100));
const typed = v.pipe(v.string(), v.maxLength(MAX_TYPED));
const role = v.picklist(['user', 'system', 'assistant']);

const edit = v.variant('kind', [
  v.strictObject({ kind: v.literal('setting'), key, typed }),
  v.strictObject({
    kind: v.literal('addStops'),
    stops: v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(1000))), v.minLength(1), v.maxLength(16)),
  }),
  v.strictObject({ kind: v.literal('setFormat'), format: key }),
  v.strictObject({ kind: v.literal('add'), blockIds: ids, before }),
  v.strictObject({
    kind: v.literal('newBlock'),
    title: v.pipe(v.string(), v.maxLength(1000)),
    content: v.pipe(v.string(), v.maxLength(MAX_TEXT)),
  }),
  v.strictObject({ kind: v.literal('move'), placeIds: ids, before }),
  v.strictObject({ kind: v.literal('enable'), placeId: id, enabled: v.boolean() }),
  v.strictObject({ kind: v.literal('role'), placeId: id, role }),
  v.strictObject({ kind: v.literal('duplicate'), placeId: id }),
  v.strictObject({ kind: v.literal('remove'), placeIds: ids }),
]);

const opening = v.strictObject({ runId: v.nullable(id), whole: v.boolean() });
const drop = v.strictObject({ before });
const check = v.strictObject({ key, typed });
const place = v.strictObject({ blockId: id, start: offset, end: offset });

/** @throws {RefusedMessage} */
export function readOpening(raw: unknown): v.InferOutput<typeof opening> {
  return accept(v.safeParse(opening, raw));
}

/** @throws {RefusedMessage} */
export function readDrop(raw: unknown): v.InferOutput<typeof drop> {
  return accept(v.safeParse(drop, raw));
}

/** @throws {RefusedMessage} */
export function readEdit(raw: unknown): Edit {
  return accept(v.safeParse(edit, raw));
}

/** @throws {RefusedMessage} */
export function readCheck(raw: unknown): v.InferOutput<typeof check> {
  return accept(v.safeParse(check, raw));
}

/** @throws {RefusedMessage} */
export function readPlace(raw: unknown): v.InferOutput<typeof place> {
  return accept(v.safeParse(place, raw));
}
