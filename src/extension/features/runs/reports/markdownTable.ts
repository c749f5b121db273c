/** A column of a table: its heading, and whether its cells are numbers. */
export interface Column {
  readonly heading: string;
  readonly isNumber?: boolean;
}

/**
 * A table in Markdown (GitHub's extension) whose columns also stand straight as plain text. Cells are text: what would
 * be a mark of the table is escaped, line breaks become blanks. Columns in which every cell is empty are left out.
 */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const kept = columns
    .map((column, index) => ({ column, index }))
    .filter(({ index }) => rows.some((row) => row[index]));
  const cells = [
    kept.map(({ column }) => column.heading),
    ...rows.map((row) => kept.map(({ index }) => row[index] ?? '')),
  ];
  const escaped = cells.map((row) => row.map(escapeCell));
  const widths = kept.map((_, index) => Math.max(3, ...escaped.map((row) => width(row[index] ?? ''))));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, index) => padded(cell, widths[index] ?? 0, kept[index]?.column.isNumber === true)).join(' | ')} |`;
  const rule = kept.map(({ column }, index) => {
    const dashes = '-'.repeat((widths[index] ?? 3) - 1);
    return column.isNumber === true ? `${dashes}:` : `-${dashes}`;
  });
  const [head = [], ...body] = escaped;
  return [line(head), `| ${rule.join(' | ')} |`, ...body.map(line)].join('\n');
}

function escapeCell(cell: string): string {
  return cell.replaceAll(/\s+/g, ' ').trim().replaceAll('\\', '\\\\').replaceAll('|', '\\|');
}

function padded(cell: string, wanted: number, isNumber: boolean): string {
  const blanks = ' '.repeat(Math.max(0, wanted - width(cell)));
  return isNumber ? blanks + cell : cell + blanks;
}

/** Made once, at the first use: it takes milliseconds. */
let graphemes: Intl.Segmenter | undefined;

/** Characters as a person counts them; wide ones are not told apart. */
function width(cell: string): number {
  graphemes ??= new Intl.Segmenter();
  return Array.from(graphemes.segment(cell)).length;
}
