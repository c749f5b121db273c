import type { BlockSummary } from '../../../../src/shared/model/block';

/** A block without its text; what is not given does not matter to the test. */
export function summary(id: number, more: Partial<BlockSummary> = {}): BlockSummary {
  return {
    id,
    title: `Block ${id}`,
    tags: [],
    folderPath: '',
    size: 0,
    version: 1,
    contentChangedAt: 0,
    createdAt: '2026-11-01 12:00:00',
    updatedAt: '2026-11-01 12:00:00',
    ...more,
  };
}
