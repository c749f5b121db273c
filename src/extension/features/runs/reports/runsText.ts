import type { RunsDependencies } from '../runsDependencies';
import type { Say } from './figures';
import { readOutlines } from './readRuns';
import { runComparison } from './runComparison';
import { runTable } from './runTable';

/** Runs as a page of tables in Markdown: one run with its steps, several beside each other; undefined when none exists. */
export async function runsText(
  source: Pick<RunsDependencies, 'runs'>,
  ids: readonly number[],
  say: Say,
): Promise<string | undefined> {
  const outlines = await readOutlines(source, ids);
  const [first] = outlines;
  if (first === undefined) {
    return undefined;
  }
  return outlines.length === 1 ? runTable(first, say) : runComparison(outlines, say);
}
