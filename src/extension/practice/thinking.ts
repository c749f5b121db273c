/** What the practice server pretends to think before it answers. */
export interface Thinking {
  readonly text: string;
  /** In a field of its own where the API has one, or between marks in the text, as models write it. */
  readonly as: 'field' | 'marks' | 'closingMark';
}

/** The thinking as it stands in the text itself. */
export function markedThinking({ text, as }: Thinking): string {
  return `${as === 'closingMark' ? '' : '<think>\n'}${text}\n</think>\n\n`;
}
