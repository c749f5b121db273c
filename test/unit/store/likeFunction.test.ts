import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Database } from 'sql.js';
import { makeLikeFunction } from '../../../src/extension/store/sqlite/likeFunction';
import type { SqlJsModule } from '../../../src/extension/store/sqlite/sqlJs';
import { WasmMemory } from '../../../src/extension/store/sqlite/wasmMemory';
import type { SqlValue } from '../../../src/extension/store/values';
import { addressOf, evaluate } from './evaluate';
import { loadedSqlJs } from './sqlFile';

/** A character in a spelling that is longer than need be. */
function fiveBytes(character: number): Uint8Array {
  const six = [18, 12, 6, 0].map((shift) => 0x80 | ((character >> shift) & 0x3f));
  return Uint8Array.from([0xf8 | ((character >> 24) & 0x03), ...six]);
}

describe('The LIKE of a database on disk', () => {
  let own: Database;
  let original: Database;
  before(async () => {
    const { sqlJs, wasm } = await loadedSqlJs();
    assert.ok(wasm);
    own = new sqlJs.Database();
    original = new sqlJs.Database();
    const like = makeLikeFunction(sqlJs, new WasmMemory(wasm.memory), wasm);
    assert.equal(like.register(addressOf(own)), 0);
  });
  after(() => {
    own.close();
    original.close();
  });

  /** Both agree, also where there is an error; what they say. */
  function both(text: SqlValue, pattern: SqlValue, escape?: SqlValue): string {
    const [sql, values] =
      escape === undefined
        ? ['SELECT ?1 LIKE ?2', [text, pattern]]
        : ['SELECT ?1 LIKE ?2 ESCAPE ?3', [text, pattern, escape]];
    const found = evaluate(own, sql, values);
    assert.equal(found, evaluate(original, sql, values), JSON.stringify([text, pattern, escape]));
    return found;
  }

  const pieces = ['a', 'A', 'b', 'Z', 'z', '%', '_', '%', '_', '\\', '[', '@', '`', ' ', 'é', 'É', '€', '😀', '\uffff'];
  const piece = fc.constantFrom(...pieces);
  const short = fc.array(piece, { maxLength: 8 }).map((list) => list.join(''));
  const long = fc
    .tuple(fc.nat(40), short, fc.nat(40), short)
    .map(([a, b, c, d]) => 'a'.repeat(a) + b + 'z'.repeat(c) + d);
  const bytes = fc
    .array(
      fc.constantFrom(
        0x25,
        0x5f,
        0x5c,
        0x61,
        0x41,
        0x00,
        0x80,
        0xbf,
        0xc1,
        0xc3,
        0xa9,
        0xe2,
        0x82,
        0xac,
        0xed,
        0xef,
        0xf0,
        0xff,
        0xfc,
      ),
      { maxLength: 30 },
    )
    .map((list) => Uint8Array.from(list));
  const value: fc.Arbitrary<SqlValue> = fc.oneof(
    { weight: 6, arbitrary: short },
    { weight: 3, arbitrary: long },
    { weight: 3, arbitrary: bytes },
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.constant(null),
  );

  it('finds what the original finds, whatever is compared', () => {
    const escape = fc.option(fc.oneof({ weight: 9, arbitrary: piece }, value), { nil: undefined });
    fc.assert(
      fc.property(value, value, escape, (text, pattern, character) => {
        both(text, pattern, character);
      }),
      { numRuns: 3000 },
    );
  });

  it('finds a piece of a text as the original does, at any place and however it is spelled', () => {
    const hidden = fc
      .tuple(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
        fc.boolean(),
      )
      .map(([before, piece, capital]) => ({
        text: `${before}${capital ? piece.toUpperCase() : piece}${before}`,
        piece,
      }));
    fc.assert(
      fc.property(
        hidden,
        fc.constantFrom('%', '', '_'),
        fc.constantFrom('%', '', '_'),
        ({ text, piece }, left, right) => {
          both(text, `${left}${piece}${right}`);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('finds one character among others of every length, wherever the text ends', () => {
    for (let length = 0; length < 70; length += 1) {
      for (const character of ['q', 'Q', '[', 'é', '😀']) {
        for (const place of new Set([0, length >> 1, Math.max(0, length - 1), length])) {
          const text = 'x'.repeat(place) + character + 'x'.repeat(length - place);
          assert.equal(both(text, '%q%'), character.toLowerCase() === 'q' ? '1' : '0');
          assert.equal(both(text, `%${character}%`), '1');
          assert.equal(both(text, `%${character}x%`), place < length ? '1' : '0');
          assert.equal(both(text, `%${character}_%`), place < length ? '1' : '0');
          assert.equal(both(text, `%${character}\\x%`, '\\'), place < length ? '1' : '0');
        }
      }
    }
  });

  it('takes letters of ASCII alike, and no others', () => {
    for (let code = 1; code < 256; code += 1) {
      const character = String.fromCharCode(code);
      for (const other of [character.toUpperCase(), character.toLowerCase(), String.fromCharCode(code ^ 0x20)]) {
        both(character, other);
        both(`${'-'.repeat(20)}${character}.`, `%${other}.`);
      }
    }
    assert.equal(both('É', 'é'), '0');
    assert.equal(both('@', '`'), '0');
  });

  it('reads what is not well-formed as the original does', () => {
    const none = Uint8Array.from([0xef, 0xbf, 0xbd]);
    for (const lead of Array.from({ length: 64 }, (_, index) => 0xc0 + index)) {
      for (const second of [0x00, 0x80, 0x9f, 0xa0, 0xbf]) {
        for (const third of [0x00, 0x80, 0xbf]) {
          const bytes = Uint8Array.from([lead, second, third, 0x81, 0x82]);
          both(bytes, none);
          for (const canonical of [0x41, 0x82, 0x2041, 0xd800, 0xdfff, 0xe000, 0xffff, 0x1f_ffff, 0x200_0041]) {
            both(bytes, fiveBytes(canonical));
          }
          both(fiveBytes(0xd800 + lead), bytes);
        }
      }
    }
    assert.equal(both(Uint8Array.from([0xed, 0xa0, 0x80]), none), '1');
    assert.equal(both(Uint8Array.from([0xee, 0x80, 0x80]), none), '0');
    assert.equal(both(fiveBytes(0x100_0041), fiveBytes(0x41)), '0');
  });

  it('ends a text where SQLite ends it', () => {
    assert.equal(both('a\0b', 'a'), '1');
    assert.equal(both(`${'x'.repeat(20)}\0${'x'.repeat(20)}q`, '%q%'), '0');
    assert.equal(both(`${'x'.repeat(20)}\0${'x'.repeat(20)}é`, '%é%'), '0');
    assert.equal(both('ab', 'a\0c'), '0');
    assert.equal(both(Uint8Array.from([0xc3]), '_'), '1');
  });

  it('refuses with the words of the original', () => {
    assert.match(both('a', 'a', 'ab'), /single character/);
    assert.match(both('a', 'a', ''), /single character/);
    assert.equal(both('a', 'a', null), 'null');
    assert.match(both('a', 'a'.repeat(50_001)), /too complex/);
    assert.equal(both('a'.repeat(50_000), 'a'.repeat(50_000)), '1');
    assert.match(both('a', new Uint8Array(50_001)), /too complex/);
  });

  it('gives `%` and `_` their own meaning behind any character, themselves included', () => {
    for (const escape of ['\\', '%', '_', 'a', 'é', '😀']) {
      for (const pattern of [
        '%',
        '_',
        `${escape}%`,
        `${escape}_`,
        `%${escape}%`,
        `%${escape}_b`,
        `a${escape}`,
        `%${escape}`,
        `${escape}${escape}`,
      ]) {
        for (const text of ['', '%', '_', '_b', 'x%', 'x_b', 'a', escape, `b${escape}`]) both(text, pattern, escape);
      }
    }
    assert.equal(both('100%', '%\\%', '\\'), '1');
    assert.equal(both('a\\', 'a\\', '\\'), '0');
  });

  it('cannot be made where sql.js has not all that it needs', async () => {
    const { sqlJs, wasm } = await loadedSqlJs();
    assert.ok(wasm);
    const without = Object.assign(Object.create(sqlJs) as SqlJsModule, { _sqlite3_value_text: undefined });
    assert.throws(() => makeLikeFunction(without, new WasmMemory(wasm.memory), wasm), /no function value_text/);
  });

  it('comes to an end with a pattern that goes back as often as can be', () => {
    const text = 'a'.repeat(5000);
    assert.equal(both(text, `${'%a'.repeat(2000)}%b`), '0');
    assert.equal(both(`${text}b`, `%${'a'.repeat(100)}b`), '1');
    assert.equal(both(text, `%${'_'.repeat(5000)}`), '1');
    assert.equal(both(text, `%${'_'.repeat(5001)}`), '0');
  });
});
