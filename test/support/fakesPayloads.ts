import type { PayloadPatch, PayloadRepository, PayloadUse } from '../../src/extension/domain/ports/payloadRepository';
import { StoreError } from '../../src/extension/domain/ports/storeError';
import type { Payload, PayloadBlock } from '../../src/shared/model/payload';
import { text } from '../../src/shared/model/text';
import { freeName, moveBefore } from './fakesLists';
import { FakeTransactions } from './fakesTransactions';

const time = '2026-11-01 12:00:00';

/** What a payload has when nothing else is said. */
const defaults: Omit<Payload, 'id' | 'name' | 'blocks'> = {
  temperature: 0.7,
  responseLength: 512,
  port: 5001,
  host: null,
  modelFormat: 'auto',
  provider: null,
  model: null,
  parameters: {},
  flow: 'auto',
  version: 1,
  createdAt: time,
  updatedAt: time,
};

/** The payloads in memory. It keeps the promises of the port but does not check names. */
export class FakePayloads implements PayloadRepository {
  readonly stored = new Map<number, Payload>();
  private nextId = 1;
  private nextPlace = 1;

  constructor(
    readonly transactions = new FakeTransactions(),
    private readonly usesOf: (ids: readonly number[]) => readonly PayloadUse[] = () => [],
  ) {}

  /** Puts a payload with these blocks in, without a transaction. */
  add(name: string, blockIds: readonly number[] = [], settings: PayloadPatch = {}): Payload {
    const id = this.nextId++;
    const added: Payload = { ...defaults, ...settings, id, name, blocks: blockIds.map((block) => this.place(block)) };
    this.stored.set(id, added);
    return added;
  }

  all(): Promise<readonly Payload[]> {
    return this.transactions.read('all payloads', () =>
      [...this.stored.values()].sort((one, other) => (one.name < other.name ? -1 : 1)),
    );
  }

  get(id: number): Promise<Payload | undefined> {
    return this.transactions.read('get payload', () => this.stored.get(id));
  }

  create({ name, ...settings }: { readonly name: string } & PayloadPatch): Promise<Payload> {
    return this.transactions.write('create payload', (changed) => {
      const created = this.add(name, [], settings);
      changed([{ entity: 'payload', action: 'created', id: created.id }]);
      return created;
    });
  }

  update(id: number, patch: PayloadPatch): Promise<Payload> {
    return this.change(id, (payload) => ({ ...payload, ...patch }));
  }

  duplicate(id: number): Promise<Payload> {
    return this.transactions.write('duplicate payload', (changed) => {
      const original = this.require(id);
      const names = new Set([...this.stored.values()].map(({ name }) => name));
      const copy = this.add(freeName(original.name, names));
      const blocks = original.blocks.map((place) => ({ ...place, id: this.nextPlace++ }));
      const stored = { ...original, id: copy.id, name: copy.name, version: 1, blocks };
      this.stored.set(copy.id, stored);
      changed([{ entity: 'payload', action: 'created', id: copy.id }]);
      return stored;
    });
  }

  delete(ids: readonly number[]): Promise<void> {
    return this.transactions.write('delete payloads', (changed) => {
      for (const id of ids) {
        if (this.stored.delete(id)) {
          changed([{ entity: 'payload', action: 'deleted', id }]);
        }
      }
    });
  }

  async addBlocks(id: number, blockIds: readonly number[], before?: number): Promise<void> {
    const added = blockIds.map((blockId) => this.place(blockId));
    await this.changeBlocks(id, (blocks) =>
      moveBefore([...blocks, ...added], new Set(added.map((one) => one.id)), before),
    );
  }

  async addPlaces(
    id: number,
    places: readonly Omit<PayloadBlock, 'id'>[],
    before?: number,
  ): Promise<readonly number[]> {
    const added = places.map((place) => ({ ...place, id: this.nextPlace++ }));
    const ids = added.map((place) => place.id);
    await this.changeBlocks(id, (blocks) => moveBefore([...blocks, ...added], new Set(ids), before));
    return ids;
  }

  async removeBlocks(id: number, placeIds: readonly number[]): Promise<void> {
    await this.changeBlocks(id, (blocks) => blocks.filter((place) => !placeIds.includes(place.id)));
  }

  async moveBlocks(id: number, placeIds: readonly number[], before?: number): Promise<void> {
    await this.changeBlocks(id, (blocks) => moveBefore(blocks, new Set(placeIds), before));
  }

  async updateBlock(
    id: number,
    placeId: number,
    patch: Partial<Pick<PayloadBlock, 'role' | 'enabled'>>,
  ): Promise<void> {
    await this.changeBlocks(id, (blocks) =>
      blocks.map((place) => (place.id === placeId ? { ...place, ...patch } : place)),
    );
  }

  uses(ids: readonly number[]): Promise<readonly PayloadUse[]> {
    return this.transactions.read('uses of payloads', () => this.usesOf(ids));
  }

  private place(blockId: number): PayloadBlock {
    return { id: this.nextPlace++, blockId, role: 'user', enabled: true };
  }

  private changeBlocks(
    id: number,
    work: (blocks: readonly PayloadBlock[]) => readonly PayloadBlock[],
  ): Promise<Payload> {
    return this.change(id, (payload) => ({ ...payload, blocks: work(payload.blocks) }));
  }

  private change(id: number, work: (payload: Payload) => Payload): Promise<Payload> {
    return this.transactions.write('update payload', (changed) => {
      const before = this.require(id);
      const after = { ...work(before), version: before.version + 1 };
      this.stored.set(id, after);
      changed([{ entity: 'payload', action: 'changed', id }]);
      return after;
    });
  }

  private require(id: number): Payload {
    const payload = this.stored.get(id);
    if (!payload) {
      throw new StoreError('not-found', text('There is no payload {0} any more.', id));
    }
    return payload;
  }
}
