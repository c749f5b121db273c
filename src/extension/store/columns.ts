import type { SqlValue } from './values';

/*
 * Reads values that cannot be trusted: SQLite stores any type in any column, and a file may come from anywhere. A value
 * that makes no sense becomes its default; it never keeps a list from being shown.
 */

/** What stands where a time should be and is none. */
const NO_TIME = '1970-01-01 00:00:00';

/** Text; the bytes of a blob are taken for UTF-8. */
export function textOf(value: SqlValue | undefined, otherwise = ''): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return new TextDecoder('utf-8', { ignoreBOM: true }).decode(value);
  return typeof value === 'number' ? String(value) : otherwise;
}

/** Text, or null where there is none. */
export function textOrNull(value: SqlValue | undefined): string | null {
  return value === null || value === undefined ? null : textOf(value);
}

/** A number within bounds, also where it stands as text. */
export function numberOf(value: SqlValue | undefined, otherwise: number, from = -Infinity, to = Infinity): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && number >= from && number <= to ? number : otherwise;
}

/** A whole number within bounds. */
export function integerOf(value: SqlValue | undefined, otherwise: number, from?: number, to?: number): number {
  const number = numberOf(value, NaN, from, to);
  return Number.isSafeInteger(number) ? number : otherwise;
}

/** The id of another row, or null. */
export function idOrNull(value: SqlValue | undefined): number | null {
  const id = integerOf(value, 0, 1);
  return id === 0 ? null : id;
}

/** One of several words. */
export function wordOf<const Words extends readonly string[], Otherwise>(
  value: SqlValue | undefined,
  words: Words,
  otherwise: Otherwise,
): Words[number] | Otherwise {
  return words.find((word) => word === value) ?? otherwise;
}

/** A time as CURRENT_TIMESTAMP writes it; also understood with a `T`, fractions of seconds and `Z`. */
export function timeOf(value: SqlValue | undefined): string {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/.exec(typeof value === 'string' ? value : '');
  return match ? `${match[1] ?? ''} ${match[2] ?? ''}` : NO_TIME;
}

/** A time in milliseconds since 1970 UTC; 0 for what is none. */
export function millisecondsOf(value: SqlValue | undefined): number {
  const milliseconds = Date.parse(`${timeOf(value).replace(' ', 'T')}Z`);
  return Number.isNaN(milliseconds) ? 0 : milliseconds;
}

/** The fields of a JSON object; none for anything else. */
export function fieldsOf(value: SqlValue | undefined): Readonly<Record<string, unknown>> {
  if (typeof value !== 'string') return {};
  try {
    const data: unknown = JSON.parse(value);
    return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A list of ids as one parameter, for `IN (SELECT value FROM json_each(?))`. */
export function idList(ids: readonly number[]): string {
  return JSON.stringify(ids);
}
