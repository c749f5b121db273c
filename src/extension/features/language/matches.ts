/**
 * Whether the characters of what was typed stand in a name in that order, without regard to capitals: the rule by which
 * VS Code filters a list, so that nothing is left out here that it would have shown.
 */
export function matches(typed: string, name: string): boolean {
  return rank(typed, name) < rankOfNoMatch;
}

/** The best of the names that match, in their order within each rank: those that begin with it, contain it, match it. */
export function bestMatches<T>(items: readonly T[], nameOf: (item: T) => string, typed: string, limit: number): T[] {
  if (typed === '') {
    return items.slice(0, limit);
  }
  const wanted = typed.toLowerCase();
  const ranks: T[][] = [[], [], []];
  for (const item of items) {
    ranks[rank(wanted, nameOf(item))]?.push(item);
  }
  return ranks.flat().slice(0, limit);
}

const rankOfNoMatch = 3;

function rank(typed: string, name: string): number {
  const wanted = typed.toLowerCase();
  const text = name.toLowerCase();
  const at = text.indexOf(wanted);
  if (at >= 0) {
    return at === 0 ? 0 : 1;
  }
  let found = -1;
  for (const character of wanted.replaceAll(' ', '')) {
    found = text.indexOf(character, found + 1);
    if (found < 0) {
      return rankOfNoMatch;
    }
  }
  return 2;
}
