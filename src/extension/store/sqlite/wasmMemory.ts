/** What the WebAssembly instance of sql.js exports. */
export interface WasmParts {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly table: { get(index: number): unknown };
}

/** The memory of SQLite as numbers and strings. It is looked at anew when it has grown. */
export class WasmMemory {
  readonly #memory: WasmParts['memory'];
  #bytes: Uint8Array;
  #buffer: Buffer;
  #view: DataView;

  constructor(memory: WasmParts['memory']) {
    this.#memory = memory;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#buffer = Buffer.from(memory.buffer);
    this.#view = new DataView(memory.buffer);
  }

  /** All of it. To be asked for again after every call into SQLite. */
  get bytes(): Uint8Array {
    if (this.#bytes.buffer !== this.#memory.buffer) this.#look();
    return this.#bytes;
  }

  /** The same with the methods of a buffer. */
  get buffer(): Buffer {
    if (this.#buffer.buffer !== this.#memory.buffer) this.#look();
    return this.#buffer;
  }

  /** The text between two addresses. */
  slice(from: number, to: number): string {
    return this.buffer.toString('utf8', from, to);
  }

  /** The 32-bit integer at an address. */
  int(address: number): number {
    return this.#current().getInt32(address, true);
  }

  /** Writes a 32-bit integer. */
  setInt(address: number, value: number): void {
    this.#current().setInt32(address, value, true);
  }

  /** Writes a 64-bit integer. */
  setLong(address: number, value: number): void {
    this.#current().setBigInt64(address, BigInt(value), true);
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

  #current(): DataView {
    if (this.#view.buffer !== this.#memory.buffer) this.#look();
    return this.#view;
  }

  #look(): void {
    this.#bytes = new Uint8Array(this.#memory.buffer);
    this.#buffer = Buffer.from(this.#memory.buffer);
    this.#view = new DataView(this.#memory.buffer);
  }
}
