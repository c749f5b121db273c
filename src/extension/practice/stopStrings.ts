/** Finds stop strings in text that arrives in pieces, and holds back what may be the beginning of one. */
export class StopStrings {
  #held = '';
  #found: string | undefined;
  readonly #stops: readonly string[];

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '');
  }

  /** The stop string that was found. */
  get found(): string | undefined {
    return this.#found;
  }

  /** Takes the next piece and gives the text that is certain to stand before any stop string. */
  push(piece: string): string {
    const text = this.#held + piece;
    let end = -1;
    for (const stop of this.#stops) {
      const at = text.indexOf(stop);
      if (at >= 0 && (end < 0 || at < end)) {
        end = at;
        this.#found = stop;
      }
    }
    if (end >= 0) {
      this.#held = '';
      return text.slice(0, end);
    }
    const safe = text.length - this.#beginningAtEnd(text);
    this.#held = text.slice(safe);
    return text.slice(0, safe);
  }

  /** What was held back, once nothing more comes. */
  rest(): string {
    const rest = this.#held;
    this.#held = '';
    return rest;
  }

  /** The length of the longest end of the text with which a stop string begins. */
  #beginningAtEnd(text: string): number {
    const longest = Math.max(0, ...this.#stops.map((stop) => stop.length - 1));
    for (let length = Math.min(longest, text.length); length > 0; length--) {
      const end = text.slice(-length);
      if (this.#stops.some((stop) => stop.startsWith(end))) return length;
    }
    return 0;
  }
}
