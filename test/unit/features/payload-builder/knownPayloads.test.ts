import assert from 'node:assert/strict';
import { KnownPayloads } from '../../../../src/extension/features/payload-builder/knownPayloads';
import type { Payload } from '../../../../src/shared/model/payload';
import { defaultSettings } from '../../../../src/extension/domain/payload/settings';

function payload(id: number, name: string): Payload {
  return { ...defaultSettings, id, name, blocks: [], version: 1, createdAt: '', updatedAt: '' };
}

/** A repository that counts how it is asked. */
function repository(...names: readonly string[]) {
  const stored = new Map(names.map((name, index) => [index + 1, payload(index + 1, name)]));
  const asked: string[] = [];
  return {
    stored,
    asked,
    all: () => {
      asked.push('all');
      return Promise.resolve([...stored.values()]);
    },
    get: (id: number) => {
      asked.push(`get ${id}`);
      return Promise.resolve(stored.get(id));
    },
  };
}

describe('The payloads that a builder knows', () => {
  it('are read once, and then one by one where they changed', async () => {
    const source = repository('One', 'Two');
    const known = new KnownPayloads(source);
    await known.all();
    source.stored.set(2, payload(2, 'Renamed'));
    source.stored.delete(1);
    assert.equal(known.note([{ entity: 'payload', action: 'changed', id: 2 }]), true);
    assert.equal(known.note([{ entity: 'payload', action: 'deleted', id: 1 }]), true);
    assert.deepEqual(
      (await known.all()).map(({ name }) => name),
      ['Renamed'],
    );
    assert.deepEqual(source.asked, ['all', 'get 2', 'get 1']);
  });

  it('are read again when it is not known what changed, also while they are read', async () => {
    const source = repository('One');
    const known = new KnownPayloads(source);
    const reading = known.all();
    await Promise.resolve(); // it has begun
    source.stored.set(2, payload(2, 'Two'));
    known.note('everything');
    await reading;
    assert.equal((await known.all()).length, 2);
    assert.equal(source.asked.filter((what) => what === 'all').length, 2);
  });

  it('do not change with anything else', async () => {
    const source = repository('One');
    const known = new KnownPayloads(source);
    await known.all();
    assert.equal(known.note([{ entity: 'run', action: 'created', id: 1 }]), false);
    await known.all();
    assert.deepEqual(source.asked, ['all']);
  });

  it('answer the later of two who ask with what the earlier one still reads', async () => {
    const source = repository('One');
    const known = new KnownPayloads(source);
    await known.all();
    source.stored.set(1, payload(1, 'Renamed'));
    known.note([{ entity: 'payload', action: 'changed', id: 1 }]);
    const [first, second] = await Promise.all([known.all(), known.all()]);
    assert.deepEqual([first[0]?.name, second[0]?.name], ['Renamed', 'Renamed']);
  });
});
