import * as vscode from 'vscode';
import type { Payload } from '../../../shared/model/payload';
import { chosenItems, ofKind } from '../../platform/vscode/chosenItems';
import { execute } from '../../platform/vscode/commands';
import { confirmDelete } from '../../platform/vscode/confirm';
import { payloadPreviewUri } from '../../platform/vscode/documentUris';
import { askName } from '../../platform/vscode/nameInput';
import { pickBlocks } from '../../platform/vscode/pickBlocks';
import type { Tree } from '../../platform/vscode/tree';
import type { PayloadsItem } from '../../treeItems';
import { choosePayloads } from './choosePayload';
import type { PayloadsDependencies } from './payloadsDependencies';
import { payloadItem } from './payloadsItem';
import { editSettings } from './settingsForm';

/** Registers what can be done with whole payloads. */
export function registerPayloadCommands(
  dependencies: PayloadsDependencies,
  tree: Tree<PayloadsItem>,
): vscode.Disposable {
  const { commands, payloads } = dependencies;
  const chosen = (item?: PayloadsItem, items?: readonly PayloadsItem[]): readonly PayloadsItem[] =>
    chosenItems(item, items, tree.view.selection);

  return vscode.Disposable.from(
    commands.register('llmOrchestrator.payloads.create', () => create(dependencies, tree)),
    commands.register('llmOrchestrator.payloads.preview', async (...args) => {
      for (const { id, name } of await choosePayloads(payloads, chosen(...args), vscode.l10n.t('Preview Payload'))) {
        await vscode.commands.executeCommand('vscode.open', payloadPreviewUri(id, name));
      }
    }),
    commands.register('llmOrchestrator.payloads.rename', (...args) =>
      rename(dependencies, chosen(...args).slice(0, 1)),
    ),
    commands.register('llmOrchestrator.payloads.duplicate', async (...args) => {
      for (const { id } of await choosePayloads(payloads, chosen(...args), vscode.l10n.t('Duplicate Payload'))) {
        const copy = await payloads.duplicate(id);
        await tree.reveal(payloadItem(copy.id));
      }
    }),
    commands.register('llmOrchestrator.payloads.delete', (...args) => remove(dependencies, chosen(...args))),
    commands.register('llmOrchestrator.payloads.editSettings', async (...args) => {
      const title = vscode.l10n.t('Edit Payload Settings');
      const [payload] = await choosePayloads(payloads, chosen(...args).slice(0, 1), title);
      if (payload !== undefined) {
        await editSettings(payloads, payload.id);
      }
    }),
  );
}

async function create(dependencies: PayloadsDependencies, tree: Tree<PayloadsItem>): Promise<void> {
  const { payloads } = dependencies;
  const name = await askName({
    title: vscode.l10n.t('New Payload'),
    prompt: vscode.l10n.t('The name of the payload'),
  });
  if (name === undefined) {
    return;
  }
  const payload = await payloads.create({ name });
  const blockIds = await pickBlocks(dependencies, vscode.l10n.t('Blocks of "{0}"', payload.name));
  if (blockIds.length > 0) {
    await payloads.addBlocks(payload.id, blockIds);
  }
  await tree.reveal(payloadItem(payload.id), { expand: true });
}

async function rename({ payloads }: PayloadsDependencies, items: readonly PayloadsItem[]): Promise<void> {
  const [item] = items;
  if (item?.kind === 'payloadBlock') {
    await execute('llmOrchestrator.blocks.rename', { kind: 'block', id: item.blockId });
    return;
  }
  const [payload] = await choosePayloads(payloads, items, vscode.l10n.t('Rename Payload'));
  if (payload === undefined) {
    return;
  }
  const name = await askName({
    title: vscode.l10n.t('Rename Payload'),
    prompt: vscode.l10n.t('The new name; references to its responses follow'),
    value: payload.name,
  });
  if (name !== undefined && name !== payload.name) {
    await payloads.update(payload.id, { name });
  }
}

/** The Delete key on blocks of payloads takes them out of their payloads; on payloads it deletes these. */
async function remove({ payloads }: PayloadsDependencies, items: readonly PayloadsItem[]): Promise<void> {
  const places = ofKind(items, 'payloadBlock');
  if (places.length > 0 && places.length === items.length) {
    await execute('llmOrchestrator.payloads.removeBlock', places[0], places);
    return;
  }
  const doomed = await choosePayloads(payloads, ofKind(items, 'payload'), vscode.l10n.t('Delete Payload'));
  if (doomed.length === 0) {
    return;
  }
  const ids = doomed.map(({ id }) => id);
  const workflows = [...new Set((await payloads.uses(ids)).map(({ workflowName }) => workflowName))];
  if (await confirmDelete(deleteQuestion(doomed), deleteDetail(workflows))) {
    await payloads.delete(ids);
  }
}

function deleteQuestion(doomed: readonly Payload[]): string {
  const [first] = doomed;
  return doomed.length === 1 && first !== undefined
    ? vscode.l10n.t('Delete the payload "{0}"?', first.name)
    : vscode.l10n.t('Delete {0} payloads?', doomed.length);
}

function deleteDetail(workflows: readonly string[]): string {
  const kept = vscode.l10n.t('Its blocks and earlier responses stay.');
  if (workflows.length === 0) {
    return kept;
  }
  const names = workflows.map((name) => `"${name}"`).join(', ');
  return `${vscode.l10n.t('It will be taken out of these workflows: {0}.', names)} ${kept}`;
}
