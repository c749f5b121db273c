import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import type { BlocksItem } from '../../treeItems';
import type { BlockSummary } from '../../../shared/model/block';
import { formatText } from '../../../shared/model/text';
import { occurrences } from './foundBlocks';

const openCommand: CommandId = 'llmOrchestrator.blocks.open';
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

/** How a block looks; what was searched for is set off in its title. Its tooltip is made when it is asked for. */
export function blockTreeItem(block: BlockSummary, item: BlocksItem, searched?: string): vscode.TreeItem {
  const { title, tags } = block;
  const highlights = searched === undefined ? [] : occurrences(searched, title);
  const drawn = new vscode.TreeItem(highlights.length > 0 ? { label: title, highlights } : title);
  drawn.id = `block:${block.id}`;
  drawn.iconPath = blockIcon;
  drawn.contextValue = 'block';
  words ??= translate();
  drawn.command = { command: openCommand, title: words.open, arguments: [item] };
  if (tags.length > 0) {
    drawn.description = tags.map((tag) => `#${tag}`).join(' ');
  }
  drawn.accessibilityInformation = {
    label: formatText(
      tags.length > 0
        ? { message: words.blockWithTags, args: [title, tags.join(', ')] }
        : { message: words.block, args: [title] },
    ),
  };
  return drawn;
}

interface Words {
  readonly open: string;
  readonly block: string;
  readonly blockWithTags: string;
}

/** Looked up once: thousands of blocks are drawn with the same words. */
let words: Words | undefined;

function translate(): Words {
  return {
    open: vscode.l10n.t('Open Block'),
    block: vscode.l10n.t('Block {0}'),
    blockWithTags: vscode.l10n.t('Block {0}, tags: {1}'),
  };
}

/** How a block looks that was deleted while it was being drawn; the tree is drawn without it right after. */
export function vanishedTreeItem(id: number): vscode.TreeItem {
  const item = new vscode.TreeItem('');
  item.id = `block:${id}`;
  return item;
}
