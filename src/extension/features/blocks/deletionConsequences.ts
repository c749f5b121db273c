import * as vscode from 'vscode';
import type { BlockRepository } from '../../domain/ports/blockRepository';
import { blockReference } from '../../domain/references/format';
import type { BlocksItem } from '../../treeItems';
import type { BlockSummary } from '../../../shared/model/block';
import { listNames } from './listNames';

/** Looking for references searches the text of every block once for each: for more than these it would take too long. */
const mostSearched = 20;

/** What else is affected when items are deleted, and with them the blocks `doomed`: sentences for the question before. */
export async function consequencesOf(
  blocks: BlockRepository,
  items: readonly BlocksItem[],
  doomed: readonly BlockSummary[],
): Promise<readonly string[]> {
  const inFolders = doomed.length - items.filter(({ kind }) => kind === 'block').length;
  const ids = doomed.map(({ id }) => id);
  const payloads = new Map((await blocks.uses(ids)).map((use) => [use.payloadId, use.payloadName]));
  const referencing = doomed.length <= mostSearched ? await referencingBlocks(blocks, doomed) : [];
  return [
    ...(inFolders > 0 ? [vscode.l10n.t('Blocks inside, which are deleted as well: {0}.', inFolders)] : []),
    ...(payloads.size > 0
      ? [vscode.l10n.t('Payloads that list what is deleted, and lose it: {0}.', listNames([...payloads.values()]))]
      : []),
    ...(referencing.length > 0
      ? [vscode.l10n.t('Blocks that reference what is deleted, and then cannot be sent: {0}.', listNames(referencing))]
      : []),
  ];
}

/** The titles of other blocks whose text holds a reference to one of the blocks. */
async function referencingBlocks(blocks: BlockRepository, doomed: readonly BlockSummary[]): Promise<readonly string[]> {
  const found = new Set<number>();
  for (const { folderPath, title } of doomed) {
    for (const id of await blocks.search(blockReference(folderPath, title))) {
      found.add(id);
    }
  }
  for (const { id } of doomed) {
    found.delete(id);
  }
  return (await blocks.summariesOf([...found])).map(({ title }) => title).sort();
}
