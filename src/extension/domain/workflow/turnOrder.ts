/** What the order of turns depends on. */
interface Ticket {
  readonly runId: number;
  readonly state: 'waiting' | 'running';
  /** Whether a person has put it where it stands: then it stays there when its run is served. */
  readonly isMoved: boolean;
}

/**
 * In which order tickets will have their turns, if no more come: those that run first; then the first that waits, after
 * which what else of its run waits goes to the end, and so on.
 */
export function turnOrder<T extends Ticket>(tickets: readonly T[]): readonly T[] {
  const order = tickets.filter(({ state }) => state === 'running');
  let waiting = tickets.filter(({ state }) => state === 'waiting');
  const counts = new Map<number, number>();
  for (const { runId } of waiting) {
    counts.set(runId, (counts.get(runId) ?? 0) + 1);
  }
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    order.push(next);
    const { runId } = next;
    const left = (counts.get(runId) ?? 0) - 1;
    counts.set(runId, left);
    if (left > 0) {
      const goesBack = (ticket: T): boolean => ticket.runId === runId && !ticket.isMoved;
      waiting = [...waiting.filter((ticket) => !goesBack(ticket)), ...waiting.filter(goesBack)];
    }
  }
  return order;
}
