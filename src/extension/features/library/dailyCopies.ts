import type { LibraryCare } from '../../domain/ports/libraryCare';
import type { Disposable, Subscribe } from '../../domain/ports/events';
import type { Clock } from '../../platform/ports/clock';
import type { Log } from '../../platform/ports/log';

/** After how long the first look is taken, and how long it is until the next, in milliseconds. */
const FIRST_MS = 30_000;
const NEXT_MS = 3_600_000;

/** What daily copies need. */
export interface DailyCopiesDependencies {
  readonly care: LibraryCare;
  /** Raised without an error when the database has been opened. */
  readonly onDidOpen: Subscribe<Error | undefined>;
  /** How many are kept; 0 for none. */
  readonly kept: () => number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Has the database copied once a day while it is in use, without anybody noticing. */
export function keepDailyCopies({ care, onDidOpen, kept, clock, log }: DailyCopiesDependencies): Disposable {
  let next: Disposable | undefined;
  const look = async (): Promise<void> => {
    next = clock.after(NEXT_MS, () => void look()); // it reports its own failures
    const keep = kept();
    if (keep <= 0) return;
    try {
      const copy = await care.backUpDaily(keep);
      if (copy) log.info(`The database was copied to ${copy.path}.`);
    } catch (error) {
      log.warn(`The daily copy of the database was not made: ${String(error)}`);
    }
  };
  const opened = onDidOpen((error) => {
    if (!error) next ??= clock.after(FIRST_MS, () => void look()); // it reports its own failures
  });
  return {
    dispose: () => {
      opened.dispose();
      next?.dispose();
    },
  };
}
