/** One change of order: these places go before that one, or to the end. */
export interface ListMove {
  readonly ids: readonly number[];
  readonly before: number | undefined;
}

/**
 * The changes of order that move every chosen place one up. Neighbours move together; what already stands at the top
 * stays. Ids that the list does not hold are ignored.
 */
export function movesUp(order: readonly number[], chosen: readonly number[]): readonly ListMove[] {
  // Moving the unchosen neighbour past the group is the same change, and no group's change disturbs another's.
  return groups(order, chosen).flatMap(({ start, end }) => {
    const neighbour = order[start - 1];
    return neighbour === undefined ? [] : [{ ids: [neighbour], before: order[end] }];
  });
}

/** As `movesUp`, one down. */
export function movesDown(order: readonly number[], chosen: readonly number[]): readonly ListMove[] {
  return groups(order, chosen).flatMap(({ start, end }) => {
    const neighbour = order[end];
    return neighbour === undefined ? [] : [{ ids: [neighbour], before: order[start] }];
  });
}

/**
 * Where dragged places go when they are dropped on a place of the same list: they take its position. Coming from above
 * that is after it, otherwise before it. Without a target they go to the end. Nothing when the order would not change.
 */
export function moveByDrop(
  order: readonly number[],
  dragged: readonly number[],
  target: number | undefined,
): ListMove | undefined {
  const set = new Set(dragged);
  const ids = order.filter((id) => set.has(id));
  const before = target === undefined ? undefined : dropBefore(order, set, target);
  const moved = applyMove(order, { ids, before });
  return moved.every((id, index) => id === order[index]) ? undefined : { ids, before };
}

/** The order after a change: what a store does with it. */
export function applyMove(order: readonly number[], { ids, before }: ListMove): readonly number[] {
  const rest = order.filter((id) => !ids.includes(id));
  const index = before === undefined ? -1 : rest.indexOf(before);
  return index < 0 ? [...rest, ...ids] : [...rest.slice(0, index), ...ids, ...rest.slice(index)];
}

function dropBefore(order: readonly number[], dragged: ReadonlySet<number>, target: number): number | undefined {
  const targetIndex = order.indexOf(target);
  const fromAbove = order.findIndex((id) => dragged.has(id)) < targetIndex;
  // The place to stand before must not be one of those that move away.
  return order.slice(fromAbove ? targetIndex + 1 : targetIndex).find((id) => !dragged.has(id));
}

/** The runs of chosen neighbours, end exclusive. */
function groups(order: readonly number[], chosen: readonly number[]): readonly { start: number; end: number }[] {
  const set = new Set(chosen);
  const found: { start: number; end: number }[] = [];
  order.forEach((id, index) => {
    const last = found.at(-1);
    if (!set.has(id)) {
      return;
    }
    if (last?.end === index) {
      last.end = index + 1;
    } else {
      found.push({ start: index, end: index + 1 });
    }
  });
  return found;
}
