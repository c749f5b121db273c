import * as vscode from 'vscode';
import type { Payload } from '../../../shared/model/payload';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import { blockCount } from './blockCount';
import { execute } from './commands';
import { escapeIcons } from './escapeIcons';
import { askChoice, askChoices, type Choice } from './quickChoice';

/** Asks for any number of payloads, by name; empty when the person gives up. */
export async function pickPayloads(
  payloads: Pick<PayloadRepository, 'all'>,
  title: string,
): Promise<readonly number[]> {
  const all = await payloads.all();
  if (all.length === 0) {
    void offerNewPayload(); // the command is over; what the person answers is another one
    return [];
  }
  const picked = await askChoices({
    title,
    placeholder: vscode.l10n.t('Pick payloads; they run in this order'),
    rows: all.map(rowOf),
  });
  return picked ?? [];
}

/**
 * Asks for one payload, beginning at the present one; undefined when the person gives up, and when there are none, which
 * is told with a way to make one.
 */
export async function pickPayload(
  payloads: Pick<PayloadRepository, 'all'>,
  title: string,
  currentId?: number,
): Promise<number | undefined> {
  const all = await payloads.all();
  if (all.length === 0) {
    void offerNewPayload(); // the command is over; what the person answers is another one
    return undefined;
  }
  const answer = await askChoice({
    title,
    placeholder: vscode.l10n.t('Pick a payload'),
    rows: all.map(rowOf),
    current: (id) => id === currentId,
  });
  return answer === undefined || answer === 'back' ? undefined : answer.value;
}

function rowOf({ id, name, port, modelFormat, blocks }: Payload): Choice<number> {
  return {
    label: escapeIcons(name),
    description: `${port} · ${modelFormat} · ${blockCount(blocks.length)}`,
    value: id,
  };
}

async function offerNewPayload(): Promise<void> {
  const create = vscode.l10n.t('New Payload');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('There are no payloads yet.'), create);
  if (answer === create) {
    await execute('llmOrchestrator.payloads.create');
  }
}
