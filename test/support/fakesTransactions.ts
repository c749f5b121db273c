import type { LibraryChange, LibraryEvents } from '../../src/extension/domain/ports/changes';
import type { Disposable } from '../../src/extension/domain/ports/events';

/** What the repositories in memory share: one event after each commit, and the moments at which a store works. */
export class FakeTransactions implements LibraryEvents {
  private readonly listeners = new Set<(change: LibraryChange) => void>();
  /** Awaited before and after each operation; a test may hold it, put it in another order, or let it fail. */
  turn: (operation: string) => Promise<void> = () => Promise.resolve();
  /** The operations in the order in which they took effect. */
  readonly operations: string[] = [];

  readonly onDidChange = (listener: (change: LibraryChange) => void): Disposable => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  /** One transaction that only reads. */
  async read<T>(operation: string, work: () => T): Promise<T> {
    await this.turn(operation);
    this.operations.push(operation);
    const result = work();
    await this.turn(`${operation} answered`);
    return result;
  }

  /** One transaction that changes something and says what. */
  async write<T>(operation: string, work: (changed: (change: LibraryChange) => void) => T): Promise<T> {
    return this.read(operation, () => {
      const changes: LibraryChange[] = [];
      const result = work((change) => changes.push(change));
      this.commit(changes.includes('everything') ? 'everything' : changes.flatMap((one) => one as never[]));
      return result;
    });
  }

  /** Raises the event of a commit, such as that of another window. */
  commit(change: LibraryChange): void {
    if (change !== 'everything' && change.length === 0) {
      return;
    }
    for (const listener of [...this.listeners]) {
      listener(change);
    }
  }
}
