import * as vscode from 'vscode';
import type { BlockRepository } from '../../domain/ports/blockRepository';
import type { LibraryChange, LibraryEvents } from '../../domain/ports/changes';
import type { Disposable } from '../../domain/ports/events';
import { schemes } from '../../ids';
import { blockIdOf, titleIn } from '../../platform/vscode/documentUris';
import { localize } from '../../platform/vscode/localize';
import { nameInAddress } from '../../platform/vscode/nameInAddress';
import type { Block, BlockSummary } from '../../../shared/model/block';
import type { BlockRenames } from './blockRenames';
import { decodeBlock } from './blockText';
import { forFileService } from './fileSystemError';
import { openUris } from './openUris';
import { ReportedSizes } from './reportedSizes';

/**
 * The blocks as files: `llm-block:/llm-blocks/<id>/<title>` holds the content of the block, byte for byte. Blocks are
 * created and deleted in the tree, where a person sees what else is affected; here they are read, written and renamed.
 */
export class BlockFileSystem implements vscode.FileSystemProvider {
  private readonly sizes = new ReportedSizes();
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  private readonly subscription: Disposable;

  constructor(
    private readonly blocks: BlockRepository,
    events: LibraryEvents,
    private readonly renames: BlockRenames,
  ) {
    this.subscription = events.onDidChange((change) => {
      this.tell(change);
    });
  }

  readonly onDidChangeFile = this.changes.event;

  /** Everything is watched always: a commit tells what it changed. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  /** The time is that of the last change of the content, so that a change of title or tags raises no conflict. */
  stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return forFileService(async () => {
      if (isFolder(uri)) {
        return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
      }
      const block = await this.summary(uri);
      if (this.renames.isFree(uri, block)) {
        throw vscode.FileSystemError.FileNotFound(uri);
      }
      return {
        type: vscode.FileType.File,
        ctime: Date.parse(`${block.createdAt.replace(' ', 'T')}Z`),
        mtime: block.contentChangedAt,
        size: this.sizes.sizeOf(block.id, block.contentChangedAt, block.size),
      };
    });
  }

  /** Lists what breadcrumbs ask for: the ids, and in each the one block. */
  readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    return forFileService(async () => {
      const [, root, id, ...rest] = uri.path.split('/').filter((part, index) => index === 0 || part !== '');
      if (root === undefined) {
        return [['llm-blocks', vscode.FileType.Directory]];
      }
      if (!isFolder(uri) || rest.length > 0) {
        throw vscode.FileSystemError.FileNotADirectory(uri);
      }
      if (id === undefined) {
        return (await this.blocks.summaries()).map((block) => [String(block.id), vscode.FileType.Directory]);
      }
      const found = await this.blocks.summariesOf([Number(id)]);
      return found.map(({ title }) => [nameInAddress(title), vscode.FileType.File]);
    });
  }

  /** Folders are a matter of the tree. */
  createDirectory(): never {
    throw vscode.FileSystemError.NoPermissions(vscode.l10n.t('Folders of blocks are made in the view Blocks.'));
  }

  /** The content as UTF-8. */
  readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return forFileService(async () => Buffer.from((await this.block(uri)).content, 'utf8'));
  }

  /** Stores the content; the same content again changes nothing, not even the time. */
  writeFile(
    uri: vscode.Uri,
    bytes: Uint8Array,
    options: { readonly create: boolean; readonly overwrite: boolean },
  ): Promise<void> {
    return forFileService(async () => {
      const id = requireId(uri);
      const block = await this.blocks.get(id);
      if (!block) {
        throw options.create
          ? vscode.FileSystemError.NoPermissions(
              vscode.l10n.t('This block has been deleted. Copy its text into a new block of the view Blocks.'),
            )
          : vscode.FileSystemError.FileNotFound(uri);
      }
      if (options.create && !options.overwrite) {
        throw vscode.FileSystemError.FileExists(uri);
      }
      const decoded = decodeBlock(bytes);
      if ('refused' in decoded) {
        throw vscode.FileSystemError.NoPermissions(localize(decoded.refused));
      }
      if (decoded.text !== block.content) {
        await this.blocks.update(id, { content: decoded.text });
      }
    });
  }

  /** Deleting asks first what else is affected, which only the tree can. */
  delete(): never {
    throw vscode.FileSystemError.NoPermissions(vscode.l10n.t('Blocks are deleted in the view Blocks.'));
  }

  /** Another title for the same block. The text in an open document, saved or not, stays with it. */
  rename(from: vscode.Uri, to: vscode.Uri): Promise<void> {
    return forFileService(async () => {
      const block = await this.summary(from);
      if (blockIdOf(to) !== block.id) {
        throw vscode.FileSystemError.NoPermissions(
          vscode.l10n.t('A block can only get another title. Move it to a folder in the view Blocks.'),
        );
      }
      await this.renames.whileMoving(from, to, async () => {
        if (nameInAddress(block.title) !== nameInAddress(titleIn(to))) {
          await this.blocks.update(block.id, { title: titleIn(to) });
        }
      });
    });
  }

  dispose(): void {
    this.subscription.dispose();
    this.changes.dispose();
  }

  private async summary(uri: vscode.Uri): Promise<BlockSummary> {
    const [block] = await this.blocks.summariesOf([requireId(uri)]);
    if (!block) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return block;
  }

  private async block(uri: vscode.Uri): Promise<Block> {
    const block = await this.blocks.get(requireId(uri));
    if (!block) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return block;
  }

  /** Tells VS Code about every open address of a changed block, whatever title is in it. */
  private tell(change: LibraryChange): void {
    const open = openUris(schemes.block);
    const found: vscode.FileChangeEvent[] = [];
    if (change === 'everything') {
      // VS Code looks for itself: nothing is loaded again where time and size are the same.
      found.push(...open.map((uri) => ({ type: vscode.FileChangeType.Changed, uri })));
      void this.tellDeleted(open); // failures show when the document is next read
    } else {
      for (const one of change) {
        const type = one.entity === 'block' ? typeOf(one) : undefined;
        if (one.entity === 'block' && type !== undefined) {
          found.push(...open.filter((uri) => blockIdOf(uri) === one.id).map((uri) => ({ type, uri })));
        }
      }
    }
    if (found.length > 0) {
      this.changes.fire(found);
    }
  }

  private async tellDeleted(open: readonly vscode.Uri[]): Promise<void> {
    try {
      const ids = new Set(open.flatMap((uri) => blockIdOf(uri) ?? []));
      const existing = new Set((await this.blocks.summariesOf([...ids])).map(({ id }) => id));
      const gone = open.filter((uri) => !existing.has(blockIdOf(uri) ?? 0));
      if (gone.length > 0) {
        this.changes.fire(gone.map((uri) => ({ type: vscode.FileChangeType.Deleted, uri })));
      }
    } catch {
      // The store cannot be read now: whoever opens or saves is told why.
    }
  }
}

function typeOf(change: { readonly action: string; readonly content: boolean }): vscode.FileChangeType | undefined {
  switch (change.action) {
    case 'created':
      return vscode.FileChangeType.Created;
    case 'deleted':
      return vscode.FileChangeType.Deleted;
    default:
      return change.content ? vscode.FileChangeType.Changed : undefined;
  }
}

function requireId(uri: vscode.Uri): number {
  const id = blockIdOf(uri);
  if (id === undefined) {
    throw isFolder(uri) ? vscode.FileSystemError.FileIsADirectory(uri) : vscode.FileSystemError.FileNotFound(uri);
  }
  return id;
}

/** `/`, `/llm-blocks` and `/llm-blocks/<id>` are folders. */
function isFolder(uri: vscode.Uri): boolean {
  return /^\/(llm-blocks(\/[1-9]\d*)?)?\/?$/.test(uri.path);
}
