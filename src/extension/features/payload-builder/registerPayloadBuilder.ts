import * as vscode from 'vscode';
import type { Payload } from '../../../shared/model/payload';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import type { Subscribe } from '../../domain/ports/events';
import { panelTypes } from '../../ids';
import { chosenItems } from '../../platform/vscode/chosenItems';
import type { Commands } from '../../platform/vscode/commands';
import type { DraggedItems } from '../../platform/vscode/draggedItems';
import { blockIdsOf } from '../../platform/vscode/droppedBlocks';
import { pickBlocks } from '../../platform/vscode/pickBlocks';
import { pickPayload } from '../../platform/vscode/pickPayloads';
import { localize } from '../../platform/vscode/localize';
import { openBlockBeside, openResponseBeside } from '../../platform/vscode/panels/openBeside';
import { registerBuilder } from '../../platform/vscode/panels/registerBuilder';
import type { BlocksItem, PayloadsItem } from '../../treeItems';
import type { BuilderDependencies, BuilderSurroundings } from './builderDependencies';
import { describeRun, pickFillingRun } from './pickFillingRun';

/** What the feature works with. */
export interface PayloadBuilderDependencies extends Omit<BuilderDependencies, 'say'> {
  /** What is dragged out of the view Blocks. */
  readonly draggedBlocks: DraggedItems<BlocksItem>;
  readonly commands: Commands;
  /** Raised when another library is about to be read. */
  readonly onDidMove: Subscribe<void>;
  /** The folder of the bundles of pages. */
  readonly pages: vscode.Uri;
}

/** Registers the panel in which a payload is built, and the command that opens it. */
export function registerPayloadBuilder(dependencies: PayloadBuilderDependencies): vscode.Disposable {
  const { commands, payloads, onDidMove, index, pages } = dependencies;
  return registerBuilder({
    panelType: panelTypes.payloadBuilder,
    onDidMove,
    load: async () => {
      const { payloadBuilderPanels } = await import('./payloadBuilderPanels');
      return payloadBuilderPanels({ ...dependencies, say: localize }, surroundings(dependencies), pages);
    },
    commands: (panels) => [
      commands.register('llmOrchestrator.payloads.openBuilder', async (item, _items, options) => {
        const payload = await payloadOf(payloads, item);
        if (payload !== undefined) {
          await (await panels()).show(payload.id, payload.name, options);
        }
      }),
      commands.register('llmOrchestrator.blocks.addToBuilder', async (item, items) => {
        const session = (await panels()).onScreen;
        if (session === undefined) {
          void vscode.window.showInformationMessage(vscode.l10n.t('No payload builder is on screen.'));
          return;
        }
        await index.ready();
        const chosen = chosenItems(item, items, []);
        const title = vscode.l10n.t('Add to Open Payload Builder');
        await session.add(chosen.length > 0 ? blockIdsOf(chosen, index) : await pickBlocks(dependencies, title));
      }),
    ],
  });
}

/** The payload that an item is or stands in; without one the person picks. Undefined when there is none. */
async function payloadOf(
  payloads: Pick<PayloadRepository, 'all' | 'get'>,
  item: PayloadsItem | undefined,
): Promise<Payload | undefined> {
  const id = item === undefined ? await pickPayload(payloads, vscode.l10n.t('Open Payload Builder')) : idOf(item);
  if (id === undefined) {
    return undefined;
  }
  const payload = await payloads.get(id);
  if (payload === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('That payload no longer exists.'));
  }
  return payload;
}

function idOf(item: PayloadsItem): number {
  return item.kind === 'payload' ? item.id : item.payloadId;
}

function surroundings(dependencies: PayloadBuilderDependencies): BuilderSurroundings {
  const { index, blocks, runs, clock, draggedBlocks } = dependencies;
  return {
    pickBlocks: (payloadName) => pickBlocks(dependencies, vscode.l10n.t('Add Blocks to "{0}"', payloadName)),
    droppedBlocks: async () => {
      await index.ready();
      return blockIdsOf(draggedBlocks.last, index);
    },
    pickRun: (found) => pickFillingRun(found, clock.now()),
    describeRun,
    openBlock: (blockId, start, end) => openBlockBeside(blocks, blockId, start, end),
    openResponse: (responseId, runId) => openResponseBeside(runs, responseId, runId),
    copy: async (text) => {
      await vscode.env.clipboard.writeText(text);
    },
  };
}
