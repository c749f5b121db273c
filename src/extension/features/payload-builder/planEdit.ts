import type { Payload } from '../../../shared/model/payload';
import { text, type Text } from '../../../shared/model/text';
import type { Edit } from '../../../shared/protocol/payloadBuilder';
import { accepted, refused, type Parsed } from '../../domain/payload/parsed';
import { parseModelFormat } from '../../domain/payload/settings';
import { parseField } from '../../platform/vscode/panels/formFields';
import type { PlannedEdit } from '../../platform/vscode/panels/editedThing';
import type { PayloadField } from './formFields';
import type { Operation } from './operation';

const GONE = text('That block is no longer in the list.');

/** What an edit does to a payload as it is now. A new block is made by whoever calls this, before. */
export function planEdit(
  edit: Exclude<Edit, { readonly kind: 'newBlock' }>,
  payload: Payload,
  fields: readonly PayloadField[],
): Parsed<PlannedEdit<Operation>> {
  switch (edit.kind) {
    case 'setting': {
      const parsed = parseField(fields, edit.key, edit.typed, payload);
      const label = fields.find(({ key }) => key === edit.key)?.label;
      return parsed.ok ? plan({ kind: 'set', patch: parsed.value }, label ?? text('Change a Setting')) : parsed;
    }
    case 'addStops': {
      const stop = [...new Set([...(payload.parameters.stop ?? []), ...edit.stops])];
      return plan({ kind: 'set', patch: { parameters: { ...payload.parameters, stop } } }, text('Add Stop Strings'));
    }
    case 'setFormat': {
      const parsed = parseModelFormat(edit.format);
      return parsed.ok ? plan({ kind: 'set', patch: { modelFormat: parsed.value } }, text('Model Format')) : parsed;
    }
    case 'add':
      return plan(insertion(edit.blockIds, edit.before ?? undefined), text('Add Blocks'));
    case 'move':
      return plan({ kind: 'move', ids: edit.placeIds, before: edit.before ?? undefined }, text('Move Block'));
    case 'enable':
      return plan(
        { kind: 'change', id: edit.placeId, patch: { enabled: edit.enabled } },
        edit.enabled ? text('Switch Block On') : text('Switch Block Off'),
      );
    case 'role':
      return plan({ kind: 'change', id: edit.placeId, patch: { role: edit.role } }, text('Change Role'));
    case 'duplicate': {
      const position = payload.blocks.findIndex(({ id }) => id === edit.placeId);
      const place = payload.blocks[position];
      return place === undefined
        ? refused(GONE)
        : plan(
            { kind: 'insert', places: [{ ...place, id: undefined }], before: payload.blocks[position + 1]?.id },
            text('Duplicate Block'),
          );
    }
    case 'remove':
      return plan({ kind: 'remove', ids: edit.placeIds }, text('Remove Block'));
  }
}

/** Puts blocks into the list as places of the user that are on. */
export function insertion(blockIds: readonly number[], before?: number): Operation {
  const places = blockIds.map((blockId) => ({ id: undefined, blockId, role: 'user', enabled: true }) as const);
  return { kind: 'insert', places, before };
}

function plan(operation: Operation, label: Text): Parsed<PlannedEdit<Operation>> {
  return accepted({ operation, label });
}
