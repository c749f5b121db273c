import type { TextSource } from '../../src/extension/practice/textSource';

/** A source of text that keeps what it has given, one text for each request, in their order. */
export interface RecordedText {
  readonly source: TextSource;
  readonly texts: readonly string[];
}

/** Keeps what a source gives: what a server with it has written. */
export function recordedText(source: TextSource): RecordedText {
  const texts: string[] = [];
  return {
    texts,
    source: {
      ...source,
      *continue(prompt, sampling) {
        const index = texts.push('') - 1;
        const pieces = source.continue(prompt, sampling);
        for (let next = pieces.next(); !next.done; next = pieces.next()) {
          texts[index] = `${texts[index] ?? ''}${next.value}`;
          yield next.value;
        }
      },
    },
  };
}
