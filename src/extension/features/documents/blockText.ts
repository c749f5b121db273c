import { text, type Text } from '../../../shared/model/text';

/** The most that one block may hold, in bytes. */
export const largestBlock = 64 * 1024 * 1024;

/** The text in a file's bytes, or why there is none. */
export type DecodedText = { readonly text: string } | { readonly refused: Text };

/** Reads bytes as UTF-8. Nothing is repaired or dropped, so that encoding the text again gives the same bytes. */
export function decodeBlock(bytes: Uint8Array): DecodedText {
  if (bytes.byteLength > largestBlock) {
    return {
      refused: text(
        'A block can hold {0} MB at most; this text has {1} MB.',
        toMegabytes(largestBlock),
        toMegabytes(bytes.byteLength),
      ),
    };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { refused: text('A block holds text in UTF-8 only. Choose "Save with Encoding" and UTF-8.') };
  }
}

function toMegabytes(bytes: number): number {
  return Math.ceil(bytes / (1024 * 1024));
}
