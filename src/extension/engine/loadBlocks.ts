import type { Block } from '../../shared/model/block';
import type { Payload } from '../../shared/model/payload';
import { responseSlotPayload } from '../domain/blocks/tags';
import type { BlockRepository } from '../domain/ports/blockRepository';
import { referencedNames } from '../domain/references/library';
import type { LibraryIndex } from './libraryIndex';

/**
 * Reads the texts of the blocks that payloads list, and of those that their references name, and so on: one query for
 * each level, and no block that is not needed. Blocks that do not exist are missing from the result.
 * @throws {StoreError}
 */
export async function loadBlocks(
  payloads: readonly Payload[],
  repository: Pick<BlockRepository, 'getMany'>,
  index: LibraryIndex,
): Promise<ReadonlyMap<number, Block>> {
  await index.ready();
  const blocks = new Map<number, Block>();
  const asked = new Set<number>();
  let wanted = enabledBlocks(payloads);
  while (wanted.length > 0) {
    for (const id of wanted) {
      asked.add(id);
    }
    const found = await repository.getMany(wanted);
    for (const block of found) {
      blocks.set(block.id, block);
    }
    wanted = [...new Set(found.flatMap((block) => referencedBlocks(block, index)))].filter((id) => !asked.has(id));
  }
  return blocks;
}

function enabledBlocks(payloads: readonly Payload[]): readonly number[] {
  const places = payloads.flatMap(({ blocks }) => blocks).filter(({ enabled }) => enabled);
  return [...new Set(places.map(({ blockId }) => blockId))];
}

function referencedBlocks(block: Block, index: LibraryIndex): readonly number[] {
  if (responseSlotPayload(block.tags) !== undefined) {
    return []; // a response stands in place of its text
  }
  const { tags, blockPaths } = referencedNames(block.content);
  const idsOfTag = index.tags();
  return [
    ...tags.flatMap((tag) => idsOfTag.get(tag) ?? []),
    ...blockPaths.flatMap((path) => index.byPath(path)?.id ?? []),
  ];
}
