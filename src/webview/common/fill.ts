import { formatText } from '../../shared/model/text';

/** A sentence that the host has translated, its `{0}`, `{1}`, … filled in. */
export function fill(message: string, ...args: readonly (string | number)[]): string {
  return formatText({ message, args });
}

let numberFormat: Intl.NumberFormat | undefined;

/** A number as people write it in their language. */
export function formatNumber(value: number): string {
  // Making a format takes longer than everything else that a row of a list needs.
  numberFormat ??= new Intl.NumberFormat(document.documentElement.lang || undefined);
  return numberFormat.format(value);
}
