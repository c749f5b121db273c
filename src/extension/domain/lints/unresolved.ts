import type { Lint, LintRule } from './lint';
import { openAt } from './typedTokens';

/** What keeps the payload from being sent: references that name nothing, blocks in a circle, no text at all. */
export const unresolved: LintRule = ({ problems }) =>
  problems.map(({ blockId, start, end, text }): Lint => {
    // Only a payload without any text is nobody's fault but its own.
    const fix = blockId === null ? { kind: 'addBlocks' as const } : openAt({ blockId, start, end });
    return { code: 'unresolved', severity: 'error', text, fix };
  });
