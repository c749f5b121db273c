/** The items with some of them moved before another, or to the end, keeping their order among themselves. */
export function moveBefore<T extends { readonly id: number }>(
  items: readonly T[],
  moved: ReadonlySet<number>,
  before: number | undefined,
): readonly T[] {
  const others = items.filter(({ id }) => !moved.has(id));
  const found = others.findIndex(({ id }) => id === before);
  const at = found < 0 ? others.length : found;
  return [...others.slice(0, at), ...items.filter(({ id }) => moved.has(id)), ...others.slice(at)];
}

/** A name followed by " copy", " copy 2", … until nobody has it. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = `${name} copy`;
  for (let number = 2; taken.has(free); number++) {
    free = `${name} copy ${number}`;
  }
  return free;
}
