import * as vscode from 'vscode';
import type { BlockSummary } from '../../../shared/model/block';
import type { Payload, PayloadBlock, Role } from '../../../shared/model/payload';
import type { CommandId } from '../../ids';
import { blockCount } from '../../platform/vscode/blockCount';
import { blockUri } from '../../platform/vscode/documentUris';
import { localize } from '../../platform/vscode/localize';
import { openDocumentCommand } from '../../platform/vscode/openDocumentCommand';
import { readSetting } from '../../platform/vscode/settings';
import { placeUri } from './placeDecorations';
import { payloadItem } from './payloadsItem';
import { roleLabel } from './roles';
import { settingFields } from './settingFields';

/** The row of a payload. A click opens its builder, and leaves the keyboard in the tree. */
export function payloadRow(payload: Payload): vscode.TreeItem {
  const row = new vscode.TreeItem(payload.name, vscode.TreeItemCollapsibleState.Collapsed);
  const count = blockCount(payload.blocks.length);
  row.description = [payload.port, payload.modelFormat, count].join(' · ');
  row.iconPath = new vscode.ThemeIcon('package');
  row.contextValue = 'payload';
  row.tooltip = payloadTooltip(payload);
  row.command = {
    command: 'llmOrchestrator.payloads.openBuilder' satisfies CommandId,
    title: vscode.l10n.t('Open Payload Builder'),
    arguments: [payloadItem(payload.id), undefined, { keepsFocus: true }],
  };
  row.accessibilityInformation = {
    label: vscode.l10n.t(
      '{0}, payload, port {1}, format {2}, {3}',
      payload.name,
      payload.port,
      payload.modelFormat,
      count,
    ),
  };
  return row;
}

/** The row of a block in a payload; undefined for a block that is gone. A click opens the block. */
export function placeRow(place: PayloadBlock, block: BlockSummary | undefined): vscode.TreeItem {
  const title = block?.title ?? vscode.l10n.t('(deleted block)');
  const row = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.None);
  const role = place.role === 'user' ? [] : [localize(roleLabel(place.role))];
  const off = place.enabled ? [] : [vscode.l10n.t('off')];
  row.description = [...off, ...role].join(' · ');
  row.iconPath = new vscode.ThemeIcon(place.enabled ? roleIcons[place.role] : 'circle-slash');
  row.contextValue = place.enabled ? 'payloadBlock;on' : 'payloadBlock;off';
  row.resourceUri = placeUri(place);
  row.checkboxState = {
    state: place.enabled ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked,
    tooltip: place.enabled ? vscode.l10n.t('Sent; clear to leave it out') : vscode.l10n.t('Left out; check to send it'),
    accessibilityInformation: { label: vscode.l10n.t('Send {0}', title), role: 'checkbox' },
  };
  row.tooltip = placeTooltip(title, place, block);
  if (block !== undefined) {
    row.command = openDocumentCommand(vscode.l10n.t('Open Block'), blockUri(block.id, block.title));
  }
  row.accessibilityInformation = { label: [title, ...off, localize(roleLabel(place.role))].join(', ') };
  return row;
}

const roleIcons: Readonly<Record<Role, string>> = { user: 'symbol-string', system: 'gear', assistant: 'hubot' };

function payloadTooltip(payload: Payload): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  tooltip.appendMarkdown('**').appendText(payload.name).appendMarkdown('**\n\n');
  const host = readSetting('host');
  for (const field of settingFields.filter(({ key }) => key !== 'name')) {
    const line = vscode.l10n.t('{0}: {1}', localize(field.label), localize(field.shown(payload, host)));
    tooltip.appendMarkdown('- ').appendText(line).appendMarkdown('\n');
  }
  return tooltip;
}

function placeTooltip(title: string, place: PayloadBlock, block: BlockSummary | undefined): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  tooltip.appendMarkdown('**').appendText(title).appendMarkdown('**\n\n');
  if (block !== undefined && block.folderPath !== '') {
    tooltip.appendMarkdown('- ').appendText(vscode.l10n.t('Folder: {0}', block.folderPath)).appendMarkdown('\n');
  }
  if (block !== undefined && block.tags.length > 0) {
    tooltip
      .appendMarkdown('- ')
      .appendText(vscode.l10n.t('Tags: {0}', block.tags.join(', ')))
      .appendMarkdown('\n');
  }
  tooltip.appendMarkdown('- ').appendText(vscode.l10n.t('Role: {0}', localize(roleLabel(place.role))));
  return tooltip;
}
