/** A place in a text: line and column from 0, the column in UTF-16 units. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/**
 * Where an offset stands in a text. Lines end as in a VS Code document: by `\n`, `\r\n` or `\r`, so that the place is
 * right although a document makes all line ends alike.
 */
export function textPosition(content: string, offset: number): TextPosition {
  const before = content.slice(0, offset);
  let line = 0;
  let start = 0;
  for (const { index, 0: end } of before.matchAll(/\r\n|\r|\n/g)) {
    line += 1;
    start = index + end.length;
  }
  return { line, character: before.length - start };
}
