/** What has to be left alone, or a parameter behind what makes SQLite look at its value. */
const TOKEN =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|((?:=|\b(?:IS|LIMIT|OFFSET))\s*)\?/gi;

/**
 * Writes `+` before parameters that something is equal to, or by which rows are limited. That changes no value, no type
 * and no use of an index; but SQLite looks at the value of a bare parameter there when it guesses how many rows there
 * will be, and so plans the whole statement anew each time a value is bound, which takes longer than many a query.
 * (`expmask` in SQLite's vdbeapi.c; the other way to turn this off, SQLITE_DBCONFIG_ENABLE_QPSG, is not in sql.js.)
 */
export function withLastingPlan(sql: string): string {
  return sql.replace(TOKEN, (token, before: string | undefined) => (before === undefined ? token : `${before}+?`));
}
