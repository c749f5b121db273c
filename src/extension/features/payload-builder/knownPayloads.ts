import type { Payload } from '../../../shared/model/payload';
import type { LibraryChange } from '../../domain/ports/changes';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';

/** All payloads, of which only those are read again that have changed: a snapshot is made after every edit. */
export class KnownPayloads {
  private known: Map<number, Payload> | undefined;
  private readonly changed = new Set<number>();
  /** Raised when what is being read is no longer worth keeping. */
  private turn = 0;
  /** One reading after the other: a later one must not answer without what an earlier one still reads. */
  private reading: Promise<unknown> = Promise.resolve();

  constructor(private readonly repository: Pick<PayloadRepository, 'all' | 'get'>) {}

  /** Notes what a commit did; true when payloads are among it. */
  note(change: LibraryChange): boolean {
    if (change === 'everything') {
      this.known = undefined;
      this.turn++;
      return true;
    }
    const ids = change.flatMap((one) => (one.entity === 'payload' ? one.id : []));
    for (const id of ids) {
      this.changed.add(id);
    }
    return ids.length > 0;
  }

  /**
   * All that exist now.
   * @throws {StoreError}
   */
  all(): Promise<readonly Payload[]> {
    const read = this.reading.then(() => this.read());
    this.reading = read.catch(() => undefined);
    return read;
  }

  private async read(): Promise<readonly Payload[]> {
    const changed = [...this.changed];
    this.changed.clear();
    const { known } = this;
    try {
      if (known === undefined) {
        const { turn } = this;
        const all = await this.repository.all();
        if (turn === this.turn) {
          this.known = new Map(all.map((payload) => [payload.id, payload]));
        }
        return all;
      }
      for (const id of changed) {
        const payload = await this.repository.get(id);
        if (payload === undefined) {
          known.delete(id);
        } else {
          known.set(id, payload);
        }
      }
      return [...known.values()];
    } catch (error) {
      this.known = undefined;
      throw error;
    }
  }
}
