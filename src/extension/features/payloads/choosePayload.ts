import * as vscode from 'vscode';
import type { Payload } from '../../../shared/model/payload';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import { execute } from '../../platform/vscode/commands';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { askChoice } from '../../platform/vscode/quickChoice';
import type { PayloadsItem } from '../../treeItems';
import { payloadIdOf } from './payloadsItem';
import { blockCount } from './payloadRows';

/**
 * The payloads that the items are or stand in, each once; without items the person picks one. Empty when the person
 * gives up or they have all vanished, which is told.
 */
export async function choosePayloads(
  payloads: PayloadRepository,
  items: readonly PayloadsItem[],
  title: string,
): Promise<readonly Payload[]> {
  if (items.length === 0) {
    const picked = await pickPayload(payloads, title);
    return picked === undefined ? [] : [picked];
  }
  const ids = [...new Set(items.map(payloadIdOf))];
  const found = (await Promise.all(ids.map((id) => payloads.get(id)))).filter((payload) => payload !== undefined);
  if (found.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('That payload no longer exists.'));
  }
  return found;
}

async function pickPayload(payloads: PayloadRepository, title: string): Promise<Payload | undefined> {
  const all = await payloads.all();
  if (all.length === 0) {
    void offerNewPayload(); // the command is over; what the person answers is another one
    return undefined;
  }
  const answer = await askChoice({
    title,
    placeholder: vscode.l10n.t('Pick a payload'),
    rows: all.map((payload) => ({
      label: escapeIcons(payload.name),
      description: [payload.port, payload.modelFormat, blockCount(payload.blocks.length)].join(' · '),
      value: payload,
    })),
  });
  return answer === undefined || answer === 'back' ? undefined : answer.value;
}

async function offerNewPayload(): Promise<void> {
  const create = vscode.l10n.t('New Payload');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('There are no payloads yet.'), create);
  if (answer === create) {
    await execute('llmOrchestrator.payloads.create');
  }
}
