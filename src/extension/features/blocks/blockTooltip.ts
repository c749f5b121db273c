import * as vscode from 'vscode';
import type { BlockUse } from '../../domain/ports/blockRepository';
import { formatFullTime, formatRelativeTime } from '../../platform/vscode/localTime';
import type { BlockSummary } from '../../../shared/model/block';
import { listNames } from './listNames';

/** What stands in the tooltip of a block: its place, tags, size, last change and the payloads that list it. */
export function blockTooltip(block: BlockSummary, uses: readonly BlockUse[], now: number): vscode.MarkdownString {
  const { language } = vscode.env;
  const { contentChangedAt } = block;
  const tooltip = new vscode.MarkdownString();
  tooltip.appendMarkdown('**').appendText(block.title).appendMarkdown('**');
  const payloads = [...new Map(uses.map((use) => [use.payloadId, use.payloadName])).values()];
  const lines = [
    vscode.l10n.t('Folder: {0}', block.folderPath === '' ? '/' : block.folderPath),
    block.tags.length > 0 ? vscode.l10n.t('Tags: {0}', block.tags.join(', ')) : vscode.l10n.t('No tags'),
    vscode.l10n.t('Size: {0}', formatSize(block.size)),
    vscode.l10n.t(
      'Text changed: {0} ({1})',
      formatRelativeTime(contentChangedAt, now, language),
      formatFullTime(contentChangedAt, language),
    ),
    payloads.length > 0 ? vscode.l10n.t('Used in: {0}', listNames(payloads)) : vscode.l10n.t('Used in no payload'),
  ];
  for (const line of lines) {
    tooltip.appendMarkdown('\n\n').appendText(line);
  }
  return tooltip;
}

/** A size in bytes, or from 1000 on in kilobytes, as the person's language writes it. */
function formatSize(bytes: number): string {
  const [value, unit] = bytes < 1000 ? [bytes, 'byte'] : [bytes / 1000, 'kilobyte'];
  return new Intl.NumberFormat(vscode.env.language, {
    style: 'unit',
    unit,
    unitDisplay: bytes < 1000 ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(value);
}
