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
  const closing = context.end === offset ? /^[ \t]*\}\}/.exec(line.slice(offset)) : null;
  return {
    start: context.start,
    end: closing ? offset + closing[0].length : context.end,
    before: line.slice(context.start, context.nameStart),
  };
}
