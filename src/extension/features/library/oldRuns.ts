import type { LibraryEvents } from '../../domain/ports/changes';
import type { Disposable, Subscribe } from '../../domain/ports/events';
import type { LibraryCare, RunRetention } from '../../domain/ports/libraryCare';
import type { Clock } from '../../platform/ports/clock';
import type { Log } from '../../platform/ports/log';

/** How long it is waited for more to happen, in milliseconds. */
const SETTLE_MS = 3000;

/** What the deletion of old runs needs. */
export interface OldRunsDependencies {
  readonly care: LibraryCare;
  /** Raised without an error when the database has been opened. */
  readonly onDidOpen: Subscribe<Error | undefined>;
  readonly events: LibraryEvents;
  readonly retention: () => RunRetention;
  readonly clock: Clock;
  readonly log: Log;
}

/** Has old runs deleted when the database has been opened and when a run has ended, if the person wants that. */
export function deleteOldRuns(dependencies: OldRunsDependencies): Disposable {
  const { care, onDidOpen, events, retention, clock, log } = dependencies;
  let next: Disposable | undefined;
  const apply = async (): Promise<void> => {
    next = undefined;
    const limits = retention();
    if (limits.days <= 0 && limits.count <= 0) return;
    try {
      const deleted = await care.deleteOldRuns(limits);
      if (deleted > 0) log.info(`${deleted} old runs were deleted, as the settings say.`);
    } catch (error) {
      log.warn(`Old runs were not deleted: ${String(error)}`);
    }
  };
  const soon = (): void => {
    next ??= clock.after(SETTLE_MS, () => void apply()); // it reports its own failures
  };
  const subscriptions = [
    onDidOpen((error) => {
      if (!error) soon();
    }),
    events.onDidChange((changes) => {
      const runsChanged = (): boolean =>
        changes !== 'everything' && changes.some(({ entity, action }) => entity === 'run' && action === 'changed');
      if (runsChanged()) soon();
    }),
  ];
  return {
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
      next?.dispose();
    },
  };
}
