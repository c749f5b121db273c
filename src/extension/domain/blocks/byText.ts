import type { BlockSummary } from '../../../shared/model/block';

/** Made once, at the first comparison: making a collator takes longer than thousands of comparisons. */
let names: Intl.Collator | undefined;

/** Orders names as people expect them: "Phase 2" before "Phase 10", small and capital letters together. */
export function byName(one: string, other: string): number {
  names ??= new Intl.Collator(undefined, { numeric: true });
  return names.compare(one, other) || byCodeUnits(one, other);
}

/** Orders blocks by folder path, then title, then id: the order in which a tag's blocks are joined. */
export function byPathAndTitle(one: BlockSummary, other: BlockSummary): number {
  return byCodeUnits(one.folderPath, other.folderPath) || byCodeUnits(one.title, other.title) || one.id - other.id;
}

function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
