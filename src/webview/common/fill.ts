import { formatText } from '../../shared/model/text';

/** A sentence that the host has translated, its `{0}`, `{1}`, … filled in. */
export function fill(message: string, ...args: readonly (string | number)[]): string {
  return formatText({ message, args });
}

/** A number as people write it in their language. */
export function formatNumber(value: number): string {
  return value.toLocaleString(document.documentElement.lang || undefined);
}
