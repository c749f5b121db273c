/** A token of a text source: its number, and its text where that is a text of its own. */
export interface Token {
  readonly id: number;
  readonly text: string;
}

/** How to choose among the tokens that may come next. */
export interface Sampling {
  /** 0 chooses the most likely token every time. */
  readonly temperature: number;
  /** The same seed, prompt and temperature give the same text. */
  readonly seed: number;
}

/** One message of a chat. */
export interface ChatMessage {
  readonly role: string;
  readonly content: string;
}

/** Where the practice server's text comes from. */
export interface TextSource {
  readonly modelName: string;
  /** In tokens. */
  readonly contextSize: number;
  /** Takes a text apart; the texts of the tokens joined are the text again. */
  encode(text: string): readonly Token[];
  /** The one text that a chat becomes. */
  chatPrompt(messages: readonly ChatMessage[]): string;
  /** Gives the text of one token after another until the source has said all; pieces may be empty. */
  continue(prompt: readonly Token[], sampling: Sampling): Iterator<string, void>;
}
