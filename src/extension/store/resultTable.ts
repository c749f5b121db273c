import type { ResultTable } from './protocol';
import type { Row, SqlValue } from './values';

/** The rows as objects. Of columns with the same name the last one counts. */
export function toObjects({ columns, rows }: ResultTable): Row[] {
  return rows.map((values) => {
    const row: Record<string, SqlValue> = {};
    for (const [index, column] of columns.entries()) row[column] = values[index] ?? null;
    return row;
  });
}
