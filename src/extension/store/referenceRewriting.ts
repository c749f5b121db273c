import type { Change } from '../domain/ports/changes';
import { createRenamer, type ReferenceChange } from '../domain/references/format';
import type { Clock } from '../platform/ports/clock';
import { BLOCK_COLUMNS, toBlock } from './blockRow';
import type { Writer } from './transaction';

/** More names than these are not looked for one by one. */
const MAX_NEEDLES = 16;

/**
 * Rewrites the references to things that got another name, in the texts of all blocks. Only texts that hold one of the
 * old names are read.
 */
export async function rewriteReferences(tx: Writer, clock: Clock, changes: readonly ReferenceChange[]): Promise<void> {
  const effective = changes.filter(({ from, to }) => from !== to);
  if (effective.length === 0) return;
  const rename = createRenamer(effective);
  const needles = needlesOf(effective);
  const rows = await tx.rows(
    `SELECT ${BLOCK_COLUMNS} FROM blocks WHERE ${needles.map(() => 'instr(content, ?) > 0').join(' OR ')}`,
    needles,
  );
  const rewritten = rows
    .map(toBlock)
    .map((block) => ({ block, content: rename(block.content) }))
    .filter(({ block, content }) => content !== block.content);
  await tx.runMany(
    `UPDATE blocks SET content = ?, content_changed_at = ?, version = version + 1, updated_at = CURRENT_TIMESTAMP
     WHERE id = ?`,
    rewritten.map(({ block, content }) => [content, Math.max(clock.now(), block.contentChangedAt + 1), block.id]),
  );
  tx.changed(
    ...rewritten.map(({ block }): Change => ({
      entity: 'block',
      action: 'changed',
      id: block.id,
      folders: [block.folderPath],
      content: true,
    })),
  );
}

function needlesOf(changes: readonly ReferenceChange[]): readonly string[] {
  return changes.length > MAX_NEEDLES
    ? ['{{']
    : changes.map(({ form, from }) => (form === 'folder' ? `${from}/` : from));
}
