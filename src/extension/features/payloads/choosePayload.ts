import * as vscode from 'vscode';
import type { Payload } from '../../../shared/model/payload';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import { chooseOwners } from '../../platform/vscode/chooseOwners';
import { pickPayload } from '../../platform/vscode/pickPayloads';
import type { PayloadsItem } from '../../treeItems';
import { payloadIdOf } from './payloadsItem';

/**
 * The payloads that the items are or stand in, each once; without items the person picks one. Empty when the person
 * gives up or they have all vanished, which is told.
 */
export function choosePayloads(
  payloads: PayloadRepository,
  items: readonly PayloadsItem[],
  title: string,
): Promise<readonly Payload[]> {
  return chooseOwners({
    ids: items.map(payloadIdOf),
    pick: () => pickPayload(payloads, title),
    get: (id) => payloads.get(id),
    gone: vscode.l10n.t('That payload no longer exists.'),
  });
}
