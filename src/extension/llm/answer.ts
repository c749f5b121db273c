import type { GenerationListener } from '../domain/ports/modelServer';
import type { AnswerBeginning } from '../domain/thinking/thinkingMarks';
import { ThinkingSplitter } from '../domain/thinking/thinkingSplitter';
import type { AnswerSink } from './answerSink';
import { StopFinder } from './stopFinder';
import { WholeCharacters } from './wholeCharacters';

/** How an answer is reported: thinking apart from text, in pieces of whole characters. */
export class Answer implements AnswerSink {
  readonly #splitter: ThinkingSplitter;
  readonly #stops: StopFinder;
  readonly #text: WholeCharacters;
  readonly #thinking: WholeCharacters;
  /** The text so far; undefined where nobody asks for it. */
  #kept: string[] | undefined;
  #begun = false;

  constructor(
    private readonly listener: GenerationListener,
    beginning: AnswerBeginning,
    stops: readonly string[],
    /** Whether the text is needed at the end. */
    keepsText: boolean,
    /** Called once, when the first piece has been reported. */
    private readonly onBegun: () => void,
  ) {
    this.#stops = new StopFinder(stops);
    if (keepsText) this.#kept = [];
    this.#text = new WholeCharacters((piece) => {
      this.#stops.push(piece);
      this.#kept?.push(piece);
      this.listener.text(piece);
    });
    this.#thinking = new WholeCharacters((piece) => this.listener.thinking?.(piece));
    this.#splitter = new ThinkingSplitter(beginning, {
      text: (piece) => {
        this.#text.push(piece);
      },
      thinking: (piece) => {
        this.#thinking.push(piece);
      },
      textWasThinking: () => {
        this.#text.end();
        this.#stops.forget();
        if (this.#kept) this.#kept = [];
        this.listener.textWasThinking?.();
      },
    });
  }

  /** The first stop string that stands in the text itself; undefined when none does. */
  get stopInText(): string | undefined {
    return this.#stops.found;
  }

  /** The whole text; empty where it was not to be kept. */
  get keptText(): string {
    return this.#kept?.join('') ?? '';
  }

  /** @inheritdoc */
  text(piece: string): void {
    if (piece === '') return;
    this.#splitter.push(piece);
    this.#begin();
  }

  /** @inheritdoc */
  thinking(piece: string): void {
    if (piece === '') return;
    this.#splitter.toldApart();
    this.#thinking.push(piece);
    this.#begin();
  }

  /** Gives what is still held back: half a character, the beginning of a mark. */
  end(): void {
    this.#splitter.end();
    this.#thinking.end();
    this.#text.end();
  }

  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.onBegun();
  }
}
