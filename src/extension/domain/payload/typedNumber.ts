/** Reads a number without sign or exponent, written with a decimal point or comma; NaN for everything else. */
export function typedNumber(typed: string): number {
  const raw = typed.trim();
  return /^(?:\d+(?:[.,]\d*)?|[.,]\d+)$/.test(raw) ? Number(raw.replace(',', '.')) : Number.NaN;
}

/** Reads a whole number without sign; NaN for everything else. */
export function typedWholeNumber(typed: string): number {
  return /^\s*\d+\s*$/.test(typed) ? Number(typed) : Number.NaN;
}
