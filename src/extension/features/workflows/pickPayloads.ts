import * as vscode from 'vscode';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import { execute } from '../../platform/vscode/commands';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { askChoices } from '../../platform/vscode/quickChoice';

/** Asks for any number of payloads, by name; empty when the person gives up. */
export async function pickPayloads(payloads: PayloadRepository, title: string): Promise<readonly number[]> {
  const all = await payloads.all();
  if (all.length === 0) {
    void offerNewPayload(); // the command is over; what the person answers is another one
    return [];
  }
  const picked = await askChoices({
    title,
    placeholder: vscode.l10n.t('Pick payloads; they run in this order'),
    rows: all.map(({ id, name, port, modelFormat }) => ({
      label: escapeIcons(name),
      description: `${port} · ${modelFormat}`,
      value: id,
    })),
  });
  return picked ?? [];
}

async function offerNewPayload(): Promise<void> {
  const create = vscode.l10n.t('New Payload');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('There are no payloads yet.'), create);
  if (answer === create) {
    await execute('llmOrchestrator.payloads.create');
  }
}
