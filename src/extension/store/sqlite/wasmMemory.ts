/** Functions by their numbers. */
export interface WasmTable {
  readonly length: number;
  get(index: number): unknown;
  set(index: number, value: unknown): void;
}

/** What the WebAssembly instance of sql.js exports. */
export interface WasmParts {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** The functions through which SQLite calls. */
  readonly table: WasmTable;
}

/** The same memory, seen as numbers of several kinds. */
class Views {
  readonly bytes: Uint8Array;
  readonly buffer: Buffer;
  readonly ints: Int32Array;
  readonly doubles: Float64Array;
  readonly view: DataView;

  constructor(readonly memory: ArrayBuffer) {
    this.bytes = new Uint8Array(memory);
    this.buffer = Buffer.from(memory);
    this.ints = new Int32Array(memory);
    this.doubles = new Float64Array(memory);
    this.view = new DataView(memory);
  }
}

/** The memory of SQLite as numbers and strings. It is looked at anew when it has grown. */
export class WasmMemory {
  readonly #memory: WasmParts['memory'];
  #views: Views;

  constructor(memory: WasmParts['memory']) {
    this.#memory = memory;
    this.#views = new Views(memory.buffer);
  }

  /** All of it. To be asked for again after every call into SQLite. */
  get bytes(): Uint8Array {
    return this.#now().bytes;
  }

  /** The same with the methods of a buffer. */
  get buffer(): Buffer {
    return this.#now().buffer;
  }

  /** The same as 32-bit integers: that at address 4 is the second one. */
  get ints(): Int32Array {
    return this.#now().ints;
  }

  /** The same as 64-bit floating-point numbers. */
  get doubles(): Float64Array {
    return this.#now().doubles;
  }

  /** The text between two addresses. */
  slice(from: number, to: number): string {
    return this.buffer.toString('utf8', from, to);
  }

  /** The 32-bit integer at an address. */
  int(address: number): number {
    return this.#now().view.getInt32(address, true);
  }

  /** Writes a 32-bit integer. */
  setInt(address: number, value: number): void {
    this.#now().view.setInt32(address, value, true);
  }

  /** Writes a 64-bit integer. */
  setLong(address: number, value: number): void {
    this.#now().view.setBigInt64(address, BigInt(value), true);
  }

  /** The text up to the next zero byte. */
  text(address: number): string {
    return this.slice(address, this.bytes.indexOf(0, address));
  }

  /** Writes a text with a zero byte behind it; false when it does not fit into so many bytes. */
  setText(address: number, text: string, room: number): boolean {
    const encoded = Buffer.from(`${text}\0`);
    if (encoded.length > room) return false;
    this.bytes.set(encoded, address);
    return true;
  }

  #now(): Views {
    if (this.#views.memory !== this.#memory.buffer) this.#views = new Views(this.#memory.buffer);
    return this.#views;
  }
}
