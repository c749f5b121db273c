/** Finds the first stop string in a text that arrives in pieces: a server that stops as asked leaves none in it. */
export class StopFinder {
  #end = '';
  #found: string | undefined;
  readonly #stops: readonly string[];
  readonly #longest: number;

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '');
    this.#longest = Math.max(0, ...this.#stops.map(({ length }) => length));
  }

  /** The stop string that was found first; undefined when none was. */
  get found(): string | undefined {
    return this.#found;
  }

  /** Takes the next piece. */
  push(piece: string): void {
    if (this.#found !== undefined || this.#longest === 0) return;
    const text = this.#end + piece;
    let first = Infinity;
    for (const stop of this.#stops) {
      const at = text.indexOf(stop);
      if (at < 0 || at >= first) continue;
      first = at;
      this.#found = stop;
    }
    this.#end = text.slice(Math.max(0, text.length - this.#longest + 1));
  }

  /** Begins anew: what came so far was no answer. */
  forget(): void {
    this.#end = '';
    this.#found = undefined;
  }
}
