/** The place before which something goes when it moves by so many positions; undefined when it cannot. */
export function beforeAfterStep(
  order: readonly number[],
  key: number,
  step: -1 | 1,
): { readonly before: number | null } | undefined {
  const position = order.indexOf(key);
  const target = position + step;
  if (position === -1 || target < 0 || target >= order.length) return undefined;
  return { before: (step === -1 ? order[target] : order[target + 1]) ?? null };
}

/** The same for a gap between rows: 0 is above the first. Undefined where that changes nothing. */
export function beforeAtGap(
  order: readonly number[],
  key: number,
  gap: number,
): { readonly before: number | null } | undefined {
  const position = order.indexOf(key);
  if (position === -1 || gap === position || gap === position + 1) return undefined;
  return { before: order[gap] ?? null };
}
