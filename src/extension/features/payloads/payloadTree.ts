import * as vscode from 'vscode';
import type { Payload } from '../../../shared/model/payload';
import type { LibraryChange } from '../../domain/ports/changes';
import type { IndexChange } from '../../engine/libraryIndex';
import type { Tree, TreeSource } from '../../platform/vscode/tree';
import type { PayloadsItem } from '../../treeItems';
import { payloadRow, placeRow } from './payloadRows';
import type { PayloadsDependencies } from './payloadsDependencies';
import { payloadIdOf, payloadItem, payloadsItemKey, placeItem } from './payloadsItem';

/** The payloads by name, each with its blocks in order below it. */
export class PayloadTree implements TreeSource<PayloadsItem> {
  /** What is on screen; every event about a payload reads it again before its row is drawn. */
  private shown = new Map<number, Payload>();

  constructor(private readonly dependencies: Pick<PayloadsDependencies, 'payloads' | 'index' | 'log'>) {}

  readonly key = payloadsItemKey;

  async children(item: PayloadsItem | undefined): Promise<readonly PayloadsItem[]> {
    if (item === undefined) {
      const all = await this.dependencies.payloads.all();
      this.shown = new Map(all.map((payload) => [payload.id, payload]));
      return all.map(({ id }) => payloadItem(id));
    }
    const payload = item.kind === 'payload' ? this.shown.get(item.id) : undefined;
    if (payload === undefined) {
      return [];
    }
    await this.dependencies.index.ready(); // the titles of the blocks
    return payload.blocks.map((place) => placeItem(payload, place));
  }

  parent(item: PayloadsItem): PayloadsItem | undefined {
    return item.kind === 'payload' ? undefined : payloadItem(item.payloadId);
  }

  row(item: PayloadsItem): vscode.TreeItem {
    const payload = this.shown.get(payloadIdOf(item));
    if (item.kind === 'payload') {
      return payload === undefined ? new vscode.TreeItem('') : payloadRow(payload);
    }
    const place = payload?.blocks.find(({ id }) => id === item.id);
    return place === undefined
      ? new vscode.TreeItem('')
      : placeRow(place, this.dependencies.index.block(place.blockId));
  }

  /** Draws again what a commit changed, as little as possible. */
  follow(change: LibraryChange, tree: Tree<PayloadsItem>): void {
    if (change === 'everything') {
      tree.refresh();
      return;
    }
    const payloads = change.filter(({ entity }) => entity === 'payload');
    if (payloads.some(({ action }) => action !== 'changed')) {
      tree.refresh();
      return;
    }
    for (const one of payloads) {
      if (one.entity === 'payload') {
        void this.reread(one.id, tree); // reports its own failure
      }
    }
  }

  /** Draws the places of blocks again that were renamed, or the payloads that lost a block. */
  followBlocks(change: IndexChange, tree: Tree<PayloadsItem>): void {
    if (change === 'everything') {
      tree.refresh();
      return;
    }
    const changed = new Set(change.blockIds);
    for (const payload of this.shown.values()) {
      const places = payload.blocks.filter(({ blockId }) => changed.has(blockId));
      if (places.some(({ blockId }) => this.dependencies.index.block(blockId) === undefined)) {
        void this.reread(payload.id, tree); // reports its own failure
      } else {
        places.forEach((place) => {
          tree.refresh(placeItem(payload, place));
        });
      }
    }
  }

  private async reread(id: number, tree: Tree<PayloadsItem>): Promise<void> {
    const before = this.shown.get(id);
    try {
      const payload = await this.dependencies.payloads.get(id);
      if (payload === undefined || payload.name !== before?.name) {
        tree.refresh(); // it came, went, or stands elsewhere in the order of names
      } else {
        this.shown.set(id, payload);
        tree.refresh(payloadItem(id));
      }
    } catch (error) {
      this.dependencies.log.error(error instanceof Error ? error : String(error));
    }
  }
}
