import * as vscode from 'vscode';
import type { Payload } from '../../../shared/model/payload';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import { blockCount } from './blockCount';
import { escapeIcons } from './escapeIcons';
import { offerToMake } from './offerToMake';
import { askChoice, askChoices, type Choice } from './quickChoice';

/** Asks for any number of payloads, by name; empty when the person gives up. */
export async function pickPayloads(
  payloads: Pick<PayloadRepository, 'all'>,
  title: string,
): Promise<readonly number[]> {
  const all = await payloads.all();
  if (all.length === 0) {
    offerToMake(
      vscode.l10n.t('There are no payloads yet.'),
      vscode.l10n.t('New Payload'),
      'llmOrchestrator.payloads.create',
    );
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
    offerToMake(
      vscode.l10n.t('There are no payloads yet.'),
      vscode.l10n.t('New Payload'),
      'llmOrchestrator.payloads.create',
    );
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
