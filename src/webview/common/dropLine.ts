/** The gap between rows at a height of the page: 0 is above the first. */
export function gapAt(rows: readonly HTMLElement[], y: number): number {
  const below = rows.findIndex((row) => {
    const { top, height } = row.getBoundingClientRect();
    return y < top + height / 2;
  });
  return below === -1 ? rows.length : below;
}

/** Draws a line where something would go, and takes away the one before. */
export function drawDropLine(rows: readonly HTMLElement[], gap: number): void {
  clearDropLine(rows);
  const below = rows[gap];
  if (below === undefined) {
    rows.at(-1)?.classList.add('drop-below');
  } else {
    below.classList.add('drop-above');
  }
}

/** Takes the line away. */
export function clearDropLine(rows: readonly HTMLElement[]): void {
  for (const one of rows) one.classList.remove('drop-above', 'drop-below');
}
