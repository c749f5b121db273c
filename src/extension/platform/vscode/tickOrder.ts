/**
 * What is ticked in a list, in the order of ticking: what was ticked before stays first, in its order. VS Code names
 * ticked rows in the order of the list, but a person who ticks means an order.
 */
export function inOrderOfTicking<Row>(before: readonly Row[], ticked: readonly Row[]): readonly Row[] {
  return [...before.filter((row) => ticked.includes(row)), ...ticked.filter((row) => !before.includes(row))];
}
