import * as v from 'valibot';
import type { Edit, RunRequest } from '../../../shared/protocol/workflowBuilder';
import { accept } from '../../platform/vscode/panels/refusedMessage';

/** The longest value of a setting, in UTF-16 units: more than the longest default text. */
const MAX_TYPED = 2_000_000;
/** The most steps in one message. */
const MAX_IDS = 1000;

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const ids = v.pipe(v.array(id), v.minLength(1), v.maxLength(MAX_IDS));
const before = v.nullable(id);
const offset = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const key = v.pipe(v.string(), v.maxLength(100));
const typed = v.pipe(v.string(), v.maxLength(MAX_TYPED));

const edit = v.variant('kind', [
  v.strictObject({ kind: v.literal('setting'), key, typed }),
  v.strictObject({ kind: v.literal('stepSetting'), stepId: id, key, typed }),
  v.strictObject({ kind: v.literal('add'), payloadIds: ids, before }),
  v.strictObject({ kind: v.literal('payload'), stepId: id, payloadId: id }),
  v.strictObject({ kind: v.literal('move'), stepIds: ids, before }),
  v.strictObject({ kind: v.literal('enable'), stepId: id, enabled: v.boolean() }),
  v.strictObject({ kind: v.literal('duplicate'), stepId: id }),
  v.strictObject({ kind: v.literal('remove'), stepIds: ids }),
]);

const run = v.variant('kind', [
  v.strictObject({ kind: v.picklist(['all', 'stale']) }),
  v.strictObject({ kind: v.picklist(['from', 'only']), stepId: id }),
]);

const check = v.strictObject({ stepId: v.nullable(id), key, typed });
const drop = v.strictObject({ before });
const step = v.strictObject({ stepId: id });
const payload = v.strictObject({ payloadId: id });
const response = v.strictObject({ responseId: id });
const place = v.strictObject({ blockId: id, start: offset, end: offset });

/** @throws {RefusedMessage} */
export function readEdit(raw: unknown): Edit {
  return accept(v.safeParse(edit, raw));
}

/** @throws {RefusedMessage} */
export function readRun(raw: unknown): RunRequest {
  return accept(v.safeParse(run, raw));
}

/** @throws {RefusedMessage} */
export function readCheck(raw: unknown): v.InferOutput<typeof check> {
  return accept(v.safeParse(check, raw));
}

/** @throws {RefusedMessage} */
export function readDrop(raw: unknown): v.InferOutput<typeof drop> {
  return accept(v.safeParse(drop, raw));
}

/** @throws {RefusedMessage} */
export function readStep(raw: unknown): v.InferOutput<typeof step> {
  return accept(v.safeParse(step, raw));
}

/** @throws {RefusedMessage} */
export function readPayload(raw: unknown): v.InferOutput<typeof payload> {
  return accept(v.safeParse(payload, raw));
}

/** @throws {RefusedMessage} */
export function readResponse(raw: unknown): v.InferOutput<typeof response> {
  return accept(v.safeParse(response, raw));
}

/** @throws {RefusedMessage} */
export function readPlace(raw: unknown): v.InferOutput<typeof place> {
  return accept(v.safeParse(place, raw));
}
