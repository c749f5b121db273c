import * as vscode from 'vscode';
import { checkName } from '../../domain/blocks/title';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import { escapeIcons } from '../../platform/vscode/escapeIcons';
import { askChoices, type Choice } from '../../platform/vscode/quickChoice';
import type { BlocksContext } from './blocksDependencies';
import { blocksFor, type Called } from './itemsFor';
import { problemOf } from './problemOf';

/** Puts the blocks that it was called on at the end of payloads that the person picks, or of a new one. */
export async function addToPayload(context: BlocksContext, called: Called): Promise<void> {
  const title = vscode.l10n.t('Add to Payload');
  const ids = await blocksFor(context, { title, folders: true, many: true }, called);
  if (ids.length === 0) {
    return;
  }
  const { payloads } = context;
  const all = await payloads.all();
  const rows: Choice<number | 'new'>[] = [
    { label: vscode.l10n.t('New Payload…'), iconPath: new vscode.ThemeIcon('add'), alwaysShow: true, value: 'new' },
    ...all.map(({ id, name }) => ({
      label: escapeIcons(name),
      iconPath: new vscode.ThemeIcon('package'),
      value: id,
    })),
  ];
  const picked =
    all.length === 0
      ? ['new' as const]
      : await askChoices({ title, placeholder: vscode.l10n.t('To which payloads?'), rows });
  for (const choice of picked ?? []) {
    const id = choice === 'new' ? await createPayload(payloads) : choice;
    if (id !== undefined) {
      await payloads.addBlocks(id, ids);
    }
  }
}

async function createPayload(payloads: PayloadRepository): Promise<number | undefined> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('New Payload'),
    prompt: vscode.l10n.t('Name of the payload'),
    validateInput: (input) => (input === '' ? undefined : problemOf(() => checkName(input))),
  });
  return typed === undefined || typed.trim() === ''
    ? undefined
    : (await payloads.create({ name: checkName(typed) })).id;
}
