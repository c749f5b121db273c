import type { HttpAnswer } from './http';

/** The most that is read of an answer in one piece, in bytes. */
export const LONGEST_ANSWER = 16 * 1024 * 1024;
/** The most that is read of an error, in bytes. */
export const LONGEST_ERROR = 64 * 1024;

/** A body in memory. */
export interface Body {
  readonly text: string;
  /** False when there was more. */
  readonly complete: boolean;
}

/**
 * Reads a body up to a number of bytes and closes the connection. Bytes that are not UTF-8 become U+FFFD.
 * @throws {GenerationError}
 */
export async function readBody(answer: HttpAnswer, longest: number): Promise<Body> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body) {
    pieces.push(piece);
    size += piece.byteLength;
    if (size > longest) break;
  }
  const bytes = Buffer.concat(pieces).subarray(0, longest);
  return { text: new TextDecoder().decode(bytes), complete: size <= longest };
}

/** Reads JSON; undefined for a text that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
