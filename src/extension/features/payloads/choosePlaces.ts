import * as vscode from 'vscode';
import type { Payload, PayloadBlock } from '../../../shared/model/payload';
import { localize } from '../../platform/vscode/localize';
import { ofKind } from '../../platform/vscode/chosenItems';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { askChoices } from '../../platform/vscode/quickChoice';
import type { PayloadsItem } from '../../treeItems';
import { choosePayloads } from './choosePayload';
import type { PayloadsDependencies } from './payloadsDependencies';
import { roleLabel } from './roles';

/** Places of one payload, in order. */
export interface ChosenPlaces {
  readonly payload: Payload;
  readonly places: readonly PayloadBlock[];
}

/**
 * The places that the items are, by payload. Where no item is a place the person picks places of the payload. Empty
 * when the person gives up or all have vanished.
 */
export async function choosePlaces(
  { payloads, index }: Pick<PayloadsDependencies, 'payloads' | 'index'>,
  items: readonly PayloadsItem[],
  title: string,
): Promise<readonly ChosenPlaces[]> {
  const placeItems = ofKind(items, 'payloadBlock');
  if (placeItems.length > 0) {
    const ids = new Set(placeItems.map(({ id }) => id));
    const found = await choosePayloads(payloads, placeItems, title);
    return found
      .map((payload) => ({ payload, places: payload.blocks.filter(({ id }) => ids.has(id)) }))
      .filter(({ places }) => places.length > 0);
  }
  const [payload] = await choosePayloads(payloads, items, title);
  if (payload === undefined) {
    return [];
  }
  if (payload.blocks.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The payload "{0}" has no blocks yet.', payload.name));
    return [];
  }
  await index.ready();
  const places = await askChoices({
    title,
    placeholder: vscode.l10n.t('Pick blocks of "{0}"', payload.name),
    rows: payload.blocks.map((place, position) => ({
      label: `${position + 1}. ${escapeIcons(index.block(place.blockId)?.title ?? vscode.l10n.t('(deleted block)'))}`,
      description: [...(place.enabled ? [] : [vscode.l10n.t('off')]), localize(roleLabel(place.role))].join(' · '),
      value: place,
    })),
  });
  return places === undefined || places.length === 0 ? [] : [{ payload, places }];
}
