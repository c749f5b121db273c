import * as vscode from 'vscode';
import { blockUri } from '../../platform/vscode/documentUris';
import { openDocumentCommand } from '../../platform/vscode/openDocumentCommand';
import type { BlockSummary } from '../../../shared/model/block';
import { occurrences } from './foundBlocks';

const blockIcon = new vscode.ThemeIcon('note');

/** What a folder of the tree is drawn from. */
export interface DrawnFolder {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  /** How many blocks stand directly in it. */
  readonly count: number;
  readonly expanded: boolean;
}

/** How a folder looks. */
export function folderTreeItem({ id, name, path, count, expanded }: DrawnFolder): vscode.TreeItem {
  const state = expanded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
  const item = new vscode.TreeItem(name, state);
  item.id = id;
  item.iconPath = vscode.ThemeIcon.Folder;
  item.contextValue = 'folder';
  item.tooltip = path;
  if (count > 0) {
    item.description = String(count);
  }
  item.accessibilityInformation = { label: vscode.l10n.t('Folder {0}, blocks in it: {1}', name, count) };
  return item;
}

/**
 * How a block looks; what was searched for is set off in its title. Nothing that can wait is in it, because thousands
 * are drawn at once: VS Code asks for tooltip and command when it needs them, and reads title and tags aloud by itself.
 */
export function blockTreeItem(block: BlockSummary, searched?: string): vscode.TreeItem {
  const { title, tags } = block;
  const highlights = searched === undefined ? [] : occurrences(searched, title);
  const drawn = new vscode.TreeItem(highlights.length > 0 ? { label: title, highlights } : title);
  drawn.id = `block:${block.id}`;
  drawn.iconPath = blockIcon;
  drawn.contextValue = 'block';
  if (tags.length > 0) {
    drawn.description = tags.map((tag) => `#${tag}`).join(' ');
  }
  return drawn;
}

/** What a click on a block does. */
export function openBlockCommand({ id, title }: BlockSummary): vscode.Command {
  return openDocumentCommand(vscode.l10n.t('Open Block'), blockUri(id, title));
}

/** How a block looks that was deleted while it was being drawn; the tree is drawn without it right after. */
export function vanishedTreeItem(id: number): vscode.TreeItem {
  const item = new vscode.TreeItem('');
  item.id = `block:${id}`;
  return item;
}
