import * as vscode from 'vscode';
import { panelTypes } from '../../ids';
import type { Commands } from '../../platform/vscode/commands';
import { localize } from '../../platform/vscode/localize';
import { openBlockBeside, openResponseBeside } from '../../platform/vscode/panels/openBeside';
import { registerBuilder } from '../../platform/vscode/panels/registerBuilder';
import type { PayloadsItem } from '../../treeItems';
import type { BuilderDependencies, BuilderSurroundings } from './builderDependencies';
import { choosePayload } from './choosePayload';
import { pickBlocks } from './pickBlocks';

/** What the feature works with. */
export interface PayloadBuilderDependencies extends Omit<BuilderDependencies, 'say'> {
  readonly commands: Commands;
  /** The folder of the bundles of pages. */
  readonly pages: vscode.Uri;
}

/** Registers the panel in which a payload is built, and the command that opens it. */
export function registerPayloadBuilder(dependencies: PayloadBuilderDependencies): vscode.Disposable {
  const { commands, payloads, pages } = dependencies;
  return registerBuilder({
    panelType: panelTypes.payloadBuilder,
    load: async () => {
      const { payloadBuilderPanels } = await import('./payloadBuilderPanels');
      return payloadBuilderPanels({ ...dependencies, say: localize }, surroundings(dependencies), pages);
    },
    commands: (panels) => [
      commands.register('llmOrchestrator.payloads.openBuilder', async (item?: PayloadsItem) => {
        const payload = await choosePayload(payloads, item);
        if (payload !== undefined) {
          await (await panels()).show(payload.id, payload.name);
        }
      }),
    ],
  });
}

function surroundings({ index, blocks, runs }: PayloadBuilderDependencies): BuilderSurroundings {
  return {
    pickBlocks: (payloadName) => pickBlocks(index, payloadName),
    openBlock: (blockId, start, end) => openBlockBeside(blocks, blockId, start, end),
    openResponse: (responseId, runId) => openResponseBeside(runs, responseId, runId),
    copy: async (text) => {
      await vscode.env.clipboard.writeText(text);
    },
  };
}
