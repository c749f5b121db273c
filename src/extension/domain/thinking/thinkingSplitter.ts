import { thinkingMarks, type AnswerBeginning, type ThinkingMarks } from './thinkingMarks';

/** Where the parts of an answer go. */
export interface SplitListener {
  text(piece: string): void;
  thinking(piece: string): void;
  /** All text so far was thinking: the answer held only the mark that ends it. */
  textWasThinking(): void;
}

const OPENS = thinkingMarks.map(({ open }) => open);
const ALL = [...thinkingMarks.flatMap(({ close }) => close), ...OPENS];
const BLANK = /^\s*/;
const QUOTES = new Set('`"\'“‘«„');

type State =
  /** Nothing but blanks so far, or nothing but thinking: a mark that opens thinking may come. */
  | { readonly kind: 'beginning' }
  /** Behind an opening mark: blanks next to marks belong to nobody. */
  | { readonly kind: 'opened'; readonly marks: ThinkingMarks }
  | { readonly kind: 'thinking'; readonly marks: ThinkingMarks }
  | { readonly kind: 'answer' };

/**
 * Separates what a model thinks from what it answers, however its text is cut into pieces. Thinking stands at the
 * beginning between two marks, or ends with a closing mark whose opening one stood in the prompt. Marks elsewhere are
 * what the answer is about: a mark behind text that opens thinking, or a closing one within quotes, stays where it is.
 */
export class ThinkingSplitter {
  #held = '';
  #state: State;
  /** Whether thinking stood before where we are now. */
  #thought = false;
  /** Whether a closing mark can no longer mean that all the text before it was thinking. */
  #separated: boolean;
  /** The last unit that went out as text. */
  #last = '';

  constructor(
    beginning: AnswerBeginning,
    private readonly listener: SplitListener,
  ) {
    this.#state = beginning.kind === 'thinking' ? { kind: 'opened', marks: beginning.marks } : { kind: 'beginning' };
    this.#separated = beginning.kind === 'answer';
  }

  /** The server itself tells the thinking apart: a closing mark in the text is text from now on. */
  toldApart(): void {
    this.#separated = true;
  }

  /** Takes the next piece. */
  push(piece: string): void {
    this.#held += piece;
    while (this.#step(false));
  }

  /** Gives what is still held back. */
  end(): void {
    while (this.#step(true));
  }

  /** Does one thing; false when more is needed for the next. */
  #step(isEnd: boolean): boolean {
    const state = this.#state;
    switch (state.kind) {
      case 'beginning':
        return this.#begin(isEnd);
      case 'opened':
        this.#held = this.#held.replace(BLANK, '');
        if (this.#held === '') return false;
        this.#state = { kind: 'thinking', marks: state.marks };
        return true;
      case 'thinking':
        return this.#think(state.marks, isEnd);
      case 'answer':
        return this.#answer(isEnd);
    }
  }

  #begin(isEnd: boolean): boolean {
    const blanks = BLANK.exec(this.#held)?.[0] ?? '';
    const rest = this.#held.slice(blanks.length);
    const marks = thinkingMarks.find(({ open }) => rest.startsWith(open));
    if (marks) {
      this.#held = rest.slice(marks.open.length);
      this.#state = { kind: 'opened', marks };
      return true;
    }
    if (!isEnd && OPENS.some((open) => open.startsWith(rest))) return false; // nothing, or what may become a mark
    if (this.#held === '') return false;
    // Blanks between thinking and answer belong to neither.
    if (this.#thought) this.#held = rest;
    this.#state = { kind: 'answer' };
    return true;
  }

  #think(marks: ThinkingMarks, isEnd: boolean): boolean {
    const found = firstOf(this.#held, marks.close);
    if (found) {
      this.#giveThinking(this.#held.slice(0, found.at));
      this.#held = this.#held.slice(found.at + found.mark.length);
      this.#separated = true;
      this.#thought = true;
      this.#state = { kind: 'beginning' };
      return true;
    }
    const safe = isEnd ? this.#held.length : this.#held.length - beginningAtEnd(this.#held, marks.close);
    this.#giveThinking(this.#held.slice(0, safe));
    this.#held = this.#held.slice(safe);
    return false;
  }

  #answer(isEnd: boolean): boolean {
    const found = this.#separated ? undefined : firstOf(this.#held, ALL);
    if (!found) {
      const held = isEnd || this.#separated ? 0 : beginningAtEnd(this.#held, ALL);
      this.#giveText(this.#held.length - held);
      return false;
    }
    const before = found.at === 0 ? this.#last : this.#held.charAt(found.at - 1);
    this.#separated = true;
    if (OPENS.includes(found.mark) || QUOTES.has(before)) return true; // the answer speaks about marks
    this.#giveText(found.at);
    this.listener.textWasThinking();
    this.#held = this.#held.slice(found.mark.length);
    this.#thought = true;
    this.#state = { kind: 'beginning' };
    return true;
  }

  #giveThinking(piece: string): void {
    if (piece !== '') this.listener.thinking(piece);
  }

  #giveText(length: number): void {
    const piece = this.#held.slice(0, length);
    this.#held = this.#held.slice(length);
    if (piece === '') return;
    this.#last = piece.slice(-1);
    this.listener.text(piece);
  }
}

/** The mark that stands first; of several at one place the longest. */
function firstOf(text: string, marks: readonly string[]): { readonly at: number; readonly mark: string } | undefined {
  let first: { readonly at: number; readonly mark: string } | undefined;
  for (const mark of marks) {
    const at = text.indexOf(mark);
    if (at < 0 || (first && (at > first.at || (at === first.at && mark.length <= first.mark.length)))) continue;
    first = { at, mark };
  }
  return first;
}

/** The length of the longest end of a text with which one of the marks begins. */
function beginningAtEnd(text: string, marks: readonly string[]): number {
  const longest = Math.max(...marks.map((mark) => mark.length - 1));
  // Every mark begins with this sign, so most texts need no comparison at all.
  for (let at = text.indexOf('<', Math.max(0, text.length - longest)); at >= 0; at = text.indexOf('<', at + 1)) {
    const end = text.slice(at);
    if (marks.some((mark) => mark.startsWith(end))) return end.length;
  }
  return 0;
}
