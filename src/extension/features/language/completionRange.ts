import type { CompletionContext } from '../../domain/references/completion';

/** What a completion replaces, and what VS Code compares its lines with; columns of one line. */
export interface CompletionRange {
  readonly start: number;
  readonly end: number;
  /** What stands before the name, as it was typed: begins the text to filter by. */
  readonly before: string;
}

/**
 * The part of a line that a completion replaces. Closing braces that VS Code added of itself while `{{` was typed belong
 * to it, though there is no reference in them yet.
 */
export function completionRange(line: string, offset: number, context: CompletionContext): CompletionRange {
  const added = context.end === offset ? addedBraces(line.slice(0, context.start), line.slice(offset)) : 0;
  return {
    start: context.start,
    end: context.end + added,
    before: line.slice(context.start, context.nameStart),
  };
}

/**
 * How much of what follows was added. Of braces that are typed fast VS Code closes only one: a lone brace at the end of
 * the line is such a one, unless it may close another brace of the line.
 */
function addedBraces(before: string, after: string): number {
  const pattern = before.includes('{') ? /^[ \t]*\}\}/ : /^(?:[ \t]*\}\}|\}$)/;
  return pattern.exec(after)?.[0].length ?? 0;
}
