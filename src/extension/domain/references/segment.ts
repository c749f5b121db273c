/** Where a piece of text came from. Only text of authors is ever read for references. */
export type SegmentSource =
  /** Written in a block. */
  | { readonly kind: 'author'; readonly blockId: number }
  /** Written by a model; the name is that of its payload, empty where it is not known. */
  | { readonly kind: 'response'; readonly payloadName: string }
  /** The value of a variable. */
  | { readonly kind: 'variable'; readonly name: string }
  /** Written by the extension: the line above an appended response. */
  | { readonly kind: 'heading' }
  /** Stands for a response that does not exist yet. */
  | { readonly kind: 'placeholder'; readonly label: string };

/** A piece of expanded text. */
export interface Segment {
  readonly text: string;
  readonly source: SegmentSource;
}

/** The text that the segments make together. */
export function joinSegments(segments: readonly Segment[]): string {
  return segments.map(({ text }) => text).join('');
}

/** What stands between two blocks. */
export const BLANK_LINE = '\n\n';

/**
 * Whether the text is nothing but blanks. Such blocks contribute nothing, not even a blank line: the original
 * application joined them too and sent stacks of empty lines.
 */
export function isBlank(segments: readonly Segment[]): boolean {
  return segments.every(({ text }) => text.trim() === '');
}
