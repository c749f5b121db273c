import type { Block } from '../../shared/model/block';
import type { BlockRepository } from '../domain/ports/blockRepository';
import type { LibraryIndex } from './libraryIndex';

/** The texts of blocks, read again only when the index knows a newer version: a preview is made after every edit. */
export class BlockTexts implements Pick<BlockRepository, 'getMany'> {
  private known = new Map<number, Block>();

  constructor(
    private readonly repository: Pick<BlockRepository, 'getMany'>,
    private readonly index: Pick<LibraryIndex, 'block'>,
  ) {}

  /** @inheritdoc */
  async getMany(ids: readonly number[]): Promise<readonly Block[]> {
    const missing = ids.filter((id) => this.fresh(id) === undefined);
    if (missing.length > 0) {
      for (const block of await this.repository.getMany(missing)) {
        this.known.set(block.id, block);
      }
    }
    return ids.flatMap((id) => (this.index.block(id) === undefined ? [] : (this.known.get(id) ?? [])));
  }

  /** Forgets the texts that are not among those in use. */
  keep(inUse: ReadonlyMap<number, Block>): void {
    this.known = new Map([...this.known].filter(([id]) => inUse.has(id)));
  }

  private fresh(id: number): Block | undefined {
    const block = this.known.get(id);
    const version = this.index.block(id)?.version;
    return version === undefined || block?.version === version ? block : undefined;
  }
}
