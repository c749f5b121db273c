import assert from 'node:assert/strict';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { nodeFileOperations } from '../../../src/extension/store/sqlite/fileOperations';
import { isHotJournal } from '../../../src/extension/store/sqlite/hotJournal';
import { JournalBuffer } from '../../../src/extension/store/sqlite/journalBuffer';
import { isSealBroken, seal } from '../../../src/extension/store/sqlite/journalSeal';
import { TestFolder } from './testStore';

const SEALED = 48;
const MAGIC = Buffer.from('d9d505f920a163d7', 'hex');

/** The begin of a journal as SQLite writes it first: its mark and the number of records are missing. */
function uncounted(records: Uint8Array): Buffer {
  const journal = Buffer.concat([Buffer.alloc(512), records]);
  for (const [index, value] of [12_345, 2, 512, 4096].entries()) journal.writeUInt32BE(value, 12 + 4 * index);
  return journal;
}

/** What SQLite adds when the records are durable. */
function count(number: number): Buffer {
  return Buffer.concat([MAGIC, Buffer.from([0, 0, 0, number])]);
}

function sealed(records: Uint8Array): Buffer {
  const journal = uncounted(records);
  journal.set(count(2));
  seal(journal);
  return journal;
}

/** Records of two pages. */
const anyRecords = fc.uint8Array({ minLength: 2 * 4104, maxLength: 2 * 4104 });

describe('A sealed journal', () => {
  let folder: TestFolder;
  let path: string;
  beforeEach(async () => {
    folder = await TestFolder.make();
    path = folder.file('journal');
  });
  afterEach(() => folder.end());

  function isBroken(journal: Uint8Array): boolean {
    writeFileSync(path, journal);
    const handle = openSync(path, 'r');
    try {
      const broken = isSealBroken(handle, nodeFileOperations);
      assert.equal(isHotJournal(path, nodeFileOperations), !broken && journal.length > 0 && journal[0] !== 0);
      return broken;
    } finally {
      closeSync(handle);
    }
  }

  it('is whole with anything behind it, and broken when it is shorter or holds anything else', () => {
    const change = fc.record({ at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) });
    fc.assert(
      fc.property(anyRecords, fc.uint8Array({ maxLength: 600 }), change, (records, behind, { at, by }) => {
        const journal = sealed(records);
        assert.equal(isBroken(Buffer.concat([journal, behind])), false);
        assert.equal(isBroken(journal.subarray(0, SEALED + (at % (journal.length - SEALED)))), true);
        const place = 36 + (at % (journal.length - 36));
        journal[place]! ^= by;
        assert.equal(isBroken(journal), true, `byte ${place}`);
      }),
      { numRuns: 50 },
    );
  });

  it('is broken where a sector is still as it was before', () => {
    fc.assert(
      fc.property(anyRecords, anyRecords, fc.nat(), (records, old, at) => {
        const [journal, before] = [sealed(records), sealed(old)];
        const sector = 512 * (at % Math.floor(journal.length / 512));
        if (before.subarray(sector, sector + 512).equals(journal.subarray(sector, sector + 512))) return;
        journal.set(before.subarray(sector, sector + 512), sector);
        assert.equal(isBroken(journal), true);
      }),
      { numRuns: 50 },
    );
  });

  it('is broken when it says a length that none is sealed with', () => {
    for (const length of [0, 1, 512, 513, 2 ** 20, 2 ** 32 - 8]) {
      const journal = sealed(new Uint8Array(4104));
      journal.writeUInt32BE(length, 36);
      assert.equal(isBroken(journal), true, String(length));
    }
  });

  it('is told from one without a seal, whose records count as SQLite says', () => {
    for (const journal of [
      Buffer.alloc(0),
      MAGIC,
      Buffer.concat([count(2), uncounted(Buffer.alloc(8208)).subarray(12)]),
    ])
      assert.equal(isBroken(journal), false);
  });
});

describe('What is collected of a journal', () => {
  const records = Buffer.alloc(4104, 7);

  function add(buffer: JournalBuffer, bytes: Uint8Array, offset: number): boolean {
    return buffer.add(bytes, 0, bytes.length, offset);
  }

  it('is made durable once, when its records are counted', () => {
    const buffer = new JournalBuffer();
    assert.ok(add(buffer, uncounted(records), 0));
    assert.equal(buffer.putOffSync(), true);
    assert.ok(add(buffer, count(1), 0));
    assert.equal(buffer.putOffSync(), false, 'now it is time');
    const collected = buffer.take();
    assert.ok(collected);
    assert.equal(collected.isSyncDue, false);
    const expected = uncounted(records);
    expected.set(count(1));
    seal(expected);
    assert.deepEqual(Buffer.from(collected.bytes.subarray(0, collected.size)), expected);
    assert.equal(buffer.isEmpty, true);
  });

  it('is made durable at once when anything else comes before that', () => {
    const buffer = new JournalBuffer();
    add(buffer, uncounted(records), 0);
    assert.equal(buffer.putOffSync(), true);
    for (const [bytes, offset] of [
      [records, 4616],
      [Buffer.alloc(28), 0],
      [count(1), 512],
    ] as const)
      assert.equal(add(buffer, bytes, offset), false);
    assert.equal(buffer.putOffSync(), false);
    assert.equal(buffer.take()?.isSyncDue, true);
  });

  it('is made durable in two steps where it does not begin the journal, or is the end of the transaction', () => {
    for (const [bytes, offset] of [
      [uncounted(records), 8192],
      [Buffer.alloc(28), 0],
      [uncounted(Buffer.alloc(0)), 0],
      [uncounted(records.subarray(0, 4103)), 0],
    ] as const) {
      const buffer = new JournalBuffer();
      assert.ok(add(buffer, bytes, offset));
      assert.equal(buffer.putOffSync(), false);
      assert.equal(buffer.take()?.isSyncDue, false);
    }
  });

  it('is given to the system in parts where it is long', () => {
    const buffer = new JournalBuffer();
    assert.ok(add(buffer, uncounted(Buffer.alloc(60_000)), 0));
    assert.equal(add(buffer, records.subarray(0, 4000), 60_512), true);
    assert.equal(add(buffer, records, 64_512), false);
    assert.equal(buffer.overlaps(64_000, 1000), true);
    assert.equal(buffer.overlaps(64_512, 8), false, 'SQLite looks behind the end');
    assert.equal(buffer.take()?.size, 64_512);
  });
});
