import { parseTags } from '../domain/blocks/tags';
import type { ReferenceChange } from '../domain/references/format';
import { textOrNull } from './columns';
import type { Reader } from './transaction';

/**
 * What a new list of tags means for references: when the tag in one place was replaced, no block has the old tag any
 * more and none had the new one before, the tag was renamed. In every other case references keep what they say. To be
 * asked after the block was stored.
 */
export async function tagRenaming(
  tx: Reader,
  blockId: number,
  before: readonly string[],
  after: readonly string[],
): Promise<readonly ReferenceChange[]> {
  const replaced = before.map((tag, index) => [tag, after[index]] as const).filter(([from, to]) => from !== to);
  const [from, to] = replaced[0] ?? [];
  if (replaced.length !== 1 || before.length !== after.length || from === undefined || to === undefined) return [];
  const rows = await tx.rows('SELECT tags FROM blocks WHERE id <> ? AND (instr(tags, ?) > 0 OR instr(tags, ?) > 0)', [
    blockId,
    from,
    to,
  ]);
  const others = rows.flatMap(([tags]) => parseTags(textOrNull(tags)));
  return others.includes(from) || others.includes(to) ? [] : [{ form: 'tag', from, to }];
}
