import * as vscode from 'vscode';
import type { Payload } from '../../../shared/model/payload';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import { pickPayload } from '../../platform/vscode/pickPayloads';
import type { PayloadsItem } from '../../treeItems';
import { payloadIdOf } from './payloadsItem';

/**
 * The payloads that the items are or stand in, each once; without items the person picks one. Empty when the person
 * gives up or they have all vanished, which is told.
 */
export async function choosePayloads(
  payloads: PayloadRepository,
  items: readonly PayloadsItem[],
  title: string,
): Promise<readonly Payload[]> {
  const picked = items.length === 0 ? await pickPayload(payloads, title) : undefined;
  if (items.length === 0 && picked === undefined) {
    return [];
  }
  const ids = picked === undefined ? [...new Set(items.map(payloadIdOf))] : [picked];
  const found = (await Promise.all(ids.map((id) => payloads.get(id)))).filter((payload) => payload !== undefined);
  if (found.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('That payload no longer exists.'));
  }
  return found;
}
