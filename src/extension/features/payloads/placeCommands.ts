import * as vscode from 'vscode';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import { chosenItems } from '../../platform/vscode/chosenItems';
import { movesDown, movesUp } from '../../platform/vscode/listMoves';
import { localize } from '../../platform/vscode/localize';
import { pickBlocks } from '../../platform/vscode/pickBlocks';
import { askChoice } from '../../platform/vscode/quickChoice';
import type { Tree } from '../../platform/vscode/tree';
import type { PayloadsItem } from '../../treeItems';
import { choosePayloads } from './choosePayload';
import { choosePlaces, type ChosenPlaces } from './choosePlaces';
import type { PayloadsDependencies } from './payloadsDependencies';
import { payloadItem } from './payloadsItem';
import { roleDetail, roleLabel, roles } from './roles';

/** Registers what can be done with the blocks of a payload. */
export function registerPlaceCommands(dependencies: PayloadsDependencies, tree: Tree<PayloadsItem>): vscode.Disposable {
  const { commands, payloads } = dependencies;
  const places = (title: string, args: [PayloadsItem?, (readonly PayloadsItem[])?]): Promise<readonly ChosenPlaces[]> =>
    choosePlaces(dependencies, chosenItems(args[0], args[1], tree.view.selection), title);

  return vscode.Disposable.from(
    commands.register('llmOrchestrator.payloads.addBlocks', (item, items) =>
      addBlocks(dependencies, tree, chosenItems(item, items, tree.view.selection).slice(0, 1)),
    ),
    commands.register('llmOrchestrator.payloads.removeBlock', async (...args) => {
      for (const { payload, places: taken } of await places(vscode.l10n.t('Remove from Payload'), args)) {
        await payloads.removeBlocks(
          payload.id,
          taken.map(({ id }) => id),
        );
      }
    }),
    commands.register('llmOrchestrator.payloads.moveBlockUp', async (...args) =>
      move(payloads, await places(vscode.l10n.t('Move Up'), args), movesUp),
    ),
    commands.register('llmOrchestrator.payloads.moveBlockDown', async (...args) =>
      move(payloads, await places(vscode.l10n.t('Move Down'), args), movesDown),
    ),
    commands.register('llmOrchestrator.payloads.toggleBlock', async (...args) => {
      for (const { payload, places: toggled } of await places(vscode.l10n.t('Switch On or Off'), args)) {
        // A mixed selection becomes one state, not the reverse of what it was.
        const enabled = !toggled.some((place) => place.enabled);
        for (const place of toggled.filter((one) => one.enabled !== enabled)) {
          await payloads.updateBlock(payload.id, place.id, { enabled });
        }
      }
    }),
    commands.register('llmOrchestrator.payloads.setRole', async (...args) =>
      setRole(payloads, await places(vscode.l10n.t('Set Role'), args)),
    ),
  );
}

async function addBlocks(
  dependencies: PayloadsDependencies,
  tree: Tree<PayloadsItem>,
  items: readonly PayloadsItem[],
): Promise<void> {
  const { payloads } = dependencies;
  const [payload] = await choosePayloads(payloads, items, vscode.l10n.t('Add Blocks'));
  if (payload === undefined) {
    return;
  }
  const blockIds = await pickBlocks(dependencies, vscode.l10n.t('Add Blocks to "{0}"', payload.name));
  if (blockIds.length > 0) {
    await payloads.addBlocks(payload.id, blockIds);
    await tree.reveal(payloadItem(payload.id), { expand: true });
  }
}

async function move(
  payloads: PayloadRepository,
  chosen: readonly ChosenPlaces[],
  moves: typeof movesUp,
): Promise<void> {
  for (const { payload, places } of chosen) {
    const order = payload.blocks.map(({ id }) => id);
    for (const { ids, before } of moves(
      order,
      places.map(({ id }) => id),
    )) {
      await payloads.moveBlocks(payload.id, ids, before);
    }
  }
}

async function setRole(payloads: PayloadRepository, chosen: readonly ChosenPlaces[]): Promise<void> {
  const first = chosen[0]?.places[0];
  if (first === undefined) {
    return;
  }
  const answer = await askChoice({
    title: vscode.l10n.t('Set Role'),
    placeholder: vscode.l10n.t('Who says this?'),
    rows: roles.map((role) => ({ label: localize(roleLabel(role)), detail: localize(roleDetail(role)), value: role })),
    current: (role) => role === first.role,
  });
  if (answer === undefined || answer === 'back') {
    return;
  }
  for (const { payload, places } of chosen) {
    for (const place of places.filter(({ role }) => role !== answer.value)) {
      await payloads.updateBlock(payload.id, place.id, { role: answer.value });
    }
  }
}
