import type { SqlValue } from '../values';
import type { RowAccess } from './rowAccess';
import { CELL_SIZE, HEADER_SIZE, IN_PLACE, VALUE } from './rowModule';

/** Cells are made of so many 32-bit and 64-bit numbers. */
const INTS = CELL_SIZE / 4;

/**
 * Appends the rows that the row module has put into memory. Where all text is ASCII it is decoded at once, and cut into
 * pieces: decoding many short texts one by one takes longer than everything else.
 */
export function decodeRows(
  { memory, rows: header, texts }: RowAccess,
  count: number,
  columns: number,
  rows: SqlValue[][],
): void {
  if (count === 0) return;
  const { ints, doubles, bytes, buffer } = memory;
  const used = ints[header >> 2] ?? 0;
  const isAscii = ints[(header + 4) >> 2] === 0;
  const all = isAscii ? buffer.toString('latin1', texts, texts + used) : '';
  let cell = (header + HEADER_SIZE) >> 2;
  let text = 0;
  for (let row = 0; row < count; row += 1) {
    const values: SqlValue[] = [];
    for (let column = 0; column < columns; column += 1) {
      const type = ints[cell];
      if (type === VALUE.text) {
        const end = text + (ints[cell + 1] ?? 0);
        values.push(isAscii ? all.slice(text, end) : buffer.toString('utf8', texts + text, texts + end));
        text = end;
      } else if (type === VALUE.integer || type === VALUE.float) values.push(doubles[(cell + 2) >> 1] ?? 0);
      else if (type === VALUE.null) values.push(null);
      else {
        const length = ints[cell + 1] ?? 0;
        const isCopied = type === VALUE.blob;
        const from = isCopied ? texts + text : (ints[cell + 2] ?? 0);
        if (isCopied) text += length;
        const isText = type === VALUE.text + IN_PLACE;
        values.push(isText ? buffer.toString('utf8', from, from + length) : bytes.slice(from, from + length));
      }
      cell += INTS;
    }
    rows.push(values);
  }
}
