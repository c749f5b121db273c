/** How many rows the measured trees have, in the order in which they grow. */
export const TREE_SIZES = [100, 1000, 10_000] as const;

/** What one window measures; times in milliseconds, memory in bytes. */
export interface Figures {
  readonly activation: number;
  readonly heap: number;
  /** From the refresh event to the first row on screen, by the number of rows. */
  readonly paint: Readonly<Record<number, number>>;
  readonly completion: number;
  /** From the command to the first text on screen; only where there is a workflow to run. */
  readonly firstText?: number;
  /** When that command was given, in milliseconds since 1970. */
  readonly startedAt?: number;
}

/** A line of a suite's log that holds its figures. */
export const FIGURES_MARK = '##figures ';

/** The text on which a page reports that a tree has been painted; each refresh has a number of its own. */
export function paintMark(refresh: number): string {
  return `painted-${refresh}`;
}

/** The text of an answer in the benchmark of a run; each answer of a server has a number of its own. */
export function answerMark(answer: number): string {
  return `answered-${answer}`;
}
