import type { Block } from '../../shared/model/block';
import type { BlockRepository } from '../domain/ports/blockRepository';
import type { RunSources } from './runSnapshot';

/** Of how many things it is kept what they needed. */
const MOST_KNOWN = 200;

/**
 * Asks for the texts that a thing needed the last time before it is known what it needs now: a store that is asked for
 * both in one go answers them in one go. What is read is what the store holds at that moment, never what it held before.
 */
export class BlocksAhead {
  private readonly needed = new Map<string, readonly number[]>();

  constructor(private readonly repository: Pick<BlockRepository, 'getMany'>) {}

  /** The texts for the thing with that name; to be used for one reading of it. */
  of(thing: string): RunSources['blocks'] {
    const expected = this.needed.get(thing) ?? [];
    const ahead = expected.length > 0 ? this.repository.getMany(expected) : Promise.resolve([]);
    ahead.catch(ignore); // told to whoever waits for it
    const asked: number[] = [];
    return {
      getMany: async (ids) => {
        asked.push(...ids);
        this.note(thing, asked);
        const found = new Map((await ahead).map((block) => [block.id, block]));
        const unexpected = ids.filter((id) => !expected.includes(id));
        const others = unexpected.length > 0 ? await this.repository.getMany(unexpected) : [];
        for (const block of others) {
          found.set(block.id, block);
        }
        return ids.flatMap((id): readonly Block[] => {
          const block = found.get(id);
          return block ? [block] : [];
        });
      },
    };
  }

  private note(thing: string, ids: readonly number[]): void {
    this.needed.delete(thing);
    this.needed.set(thing, [...ids]);
    for (const oldest of this.needed.keys()) {
      if (this.needed.size <= MOST_KNOWN) {
        break;
      }
      this.needed.delete(oldest);
    }
  }
}

function ignore(): void {
  // Told to somebody else.
}
