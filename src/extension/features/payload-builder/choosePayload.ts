import * as vscode from 'vscode';
import type { Payload } from '../../../shared/model/payload';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { askChoice } from '../../platform/vscode/quickChoice';
import type { PayloadsItem } from '../../treeItems';

/** The payload that an item is or stands in; without one the person picks. Undefined when there is none. */
export async function choosePayload(
  payloads: Pick<PayloadRepository, 'all' | 'get'>,
  item: PayloadsItem | undefined,
): Promise<Payload | undefined> {
  if (item !== undefined) {
    return payloads.get(item.kind === 'payload' ? item.id : item.payloadId);
  }
  const all = await payloads.all();
  if (all.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There are no payloads yet.'));
    return undefined;
  }
  const answer = await askChoice({
    title: vscode.l10n.t('Open Payload Builder'),
    placeholder: vscode.l10n.t('Pick a payload'),
    rows: all.map((payload) => ({
      label: escapeIcons(payload.name),
      description: [payload.port, payload.modelFormat].join(' · '),
      value: payload,
    })),
  });
  return answer === undefined || answer === 'back' ? undefined : answer.value;
}
