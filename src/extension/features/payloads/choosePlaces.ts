import * as vscode from 'vscode';
import type { Payload, PayloadBlock } from '../../../shared/model/payload';
import { localize } from '../../platform/vscode/localize';
import { ofKind } from '../../platform/vscode/chosenItems';
import { choosePlacesOf } from '../../platform/vscode/chooseOwners';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
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
  const places = ofKind(items, 'payloadBlock');
  const found = await choosePayloads(payloads, places.length > 0 ? places : items, title);
  await index.ready(); // the titles of the blocks
  const chosen = await choosePlacesOf({
    title,
    placeIds: places.map(({ id }) => id),
    owners: found,
    placesOf: ({ blocks }) => blocks,
    empty: ({ name }) => vscode.l10n.t('The payload "{0}" has no blocks yet.', name),
    placeholder: ({ name }) => vscode.l10n.t('Pick blocks of "{0}"', name),
    row: ({ blockId, enabled, role }, position) => ({
      label: `${position + 1}. ${escapeIcons(index.block(blockId)?.title ?? vscode.l10n.t('(deleted block)'))}`,
      description: [...(enabled ? [] : [vscode.l10n.t('off')]), localize(roleLabel(role))].join(' · '),
    }),
  });
  return chosen.map(({ owner, places: of }) => ({ payload: owner, places: of }));
}
