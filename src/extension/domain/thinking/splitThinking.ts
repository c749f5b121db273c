import { ThinkingSplitter } from './thinkingSplitter';

/** An answer taken apart. */
export interface SplitAnswer {
  readonly text: string;
  readonly thinking: string;
}

/** Separates what a model thought from what it answered, in a whole answer. */
export function splitThinking(answer: string): SplitAnswer {
  let text = '';
  let thinking = '';
  const splitter = new ThinkingSplitter(
    { kind: 'open' },
    {
      text: (piece) => {
        text += piece;
      },
      thinking: (piece) => {
        thinking += piece;
      },
      textWasThinking: () => {
        thinking = text;
        text = '';
      },
    },
  );
  splitter.push(answer);
  splitter.end();
  return { text, thinking };
}
