import type { Lint, LintRule } from './lint';

/** What keeps the payload from being sent: references that name nothing, blocks in a circle, no text at all. */
export const unresolved: LintRule = ({ problems }) =>
  problems.map(({ blockId, start, end, text }): Lint => {
    const fix = blockId === null ? undefined : ({ kind: 'openBlock', blockId, start, end } as const);
    return { code: 'unresolved', severity: 'error', text, fix };
  });
