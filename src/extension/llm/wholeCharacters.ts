/**
 * Passes text on in pieces that never end inside a surrogate pair: a piece is also shown and stored by itself, and
 * half a pair would become U+FFFD there.
 */
export class WholeCharacters {
  #half = '';

  constructor(private readonly take: (piece: string) => void) {}

  /** Takes the next piece. */
  push(piece: string): void {
    const all = this.#half + piece;
    const last = all.charCodeAt(all.length - 1);
    const split = last >= 0xd800 && last <= 0xdbff;
    this.#half = split ? all.slice(-1) : '';
    const whole = split ? all.slice(0, -1) : all;
    if (whole !== '') this.take(whole);
  }

  /** Gives what is still held back. */
  end(): void {
    const rest = this.#half;
    this.#half = '';
    if (rest !== '') this.take(rest);
  }
}
