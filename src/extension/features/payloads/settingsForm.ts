import * as vscode from 'vscode';
import type { Payload } from '../../../shared/model/payload';
import type { PayloadPatch, PayloadRepository } from '../../domain/ports/payloadRepository';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { localize } from '../../platform/vscode/localize';
import { askChoice } from '../../platform/vscode/quickChoice';
import { readSetting } from '../../platform/vscode/settings';
import { askText } from '../../platform/vscode/textInput';
import { settingFields, type SettingField } from './settingFields';

/**
 * The form of a payload's settings: a list of all with their values; choosing one asks for its new value, stores it and
 * comes back to the list, until Escape.
 */
export async function editSettings(payloads: PayloadRepository, id: number): Promise<void> {
  let current: SettingField | undefined;
  while (true) {
    const payload = await payloads.get(id);
    if (payload === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('That payload no longer exists.'));
      return;
    }
    current = await askField(payload, current);
    if (current === undefined) {
      return;
    }
    const patch = await askValue(current, payload);
    if (patch === undefined) {
      return;
    }
    if (patch !== 'back') {
      await payloads.update(id, patch);
    }
  }
}

async function askField(payload: Payload, last: SettingField | undefined): Promise<SettingField | undefined> {
  const host = readSetting('host');
  const answer = await askChoice({
    title: vscode.l10n.t('Settings of "{0}"', payload.name),
    placeholder: vscode.l10n.t('Pick a setting to change it'),
    rows: settingFields.map((field) => ({
      label: localize(field.label),
      description: escapeIcons(localize(field.shown(payload, host))),
      detail: localize(field.detail),
      value: field,
    })),
    current: (field) => field === last,
  });
  return answer === undefined || answer === 'back' ? undefined : answer.value;
}

/** What changes; `back` when nothing does and the list comes next; undefined for Escape. */
async function askValue(field: SettingField, payload: Payload): Promise<PayloadPatch | 'back' | undefined> {
  const title = vscode.l10n.t('{0} of "{1}"', localize(field.label), payload.name);
  const { edit } = field;
  const answer =
    edit.kind === 'choice'
      ? await askChoice({
          title,
          placeholder: localize(field.detail),
          rows: edit.options.map((option) => ({
            label: escapeIcons(localize(option.label)),
            ...(option.detail === undefined ? {} : { detail: localize(option.detail) }),
            value: option,
          })),
          current: (option) => option.isCurrent(payload),
          back: true,
        })
      : await askText({
          title,
          prompt: localize(field.detail),
          value: edit.typed(payload),
          ...(edit.placeholder === undefined ? {} : { placeholder: localize(edit.placeholder) }),
          back: true,
          parse: (raw) => edit.parse(raw, payload),
        });
  if (answer === undefined || answer === 'back') {
    return answer;
  }
  return 'patch' in answer.value ? answer.value.patch : answer.value;
}
