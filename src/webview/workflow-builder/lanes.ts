/** A line from a row to a later one. */
export interface Line {
  /** Rows from 0. */
  readonly from: number;
  readonly to: number;
}

/** More lanes than this would take the room of the rows; further lines share the last one. */
export const MOST_LANES = 6;

/**
 * A lane for each line, 0 next to the rows, so that lines in one lane do not run over each other: short lines get the
 * near lanes.
 */
export function assignLanes(lines: readonly Line[]): readonly number[] {
  const order = [...lines.keys()].sort((one, other) => length(lines[one]) - length(lines[other]) || one - other);
  const lanes: Line[][] = [];
  const assigned: number[] = lines.map(() => 0);
  for (const index of order) {
    const line = lines[index];
    if (line === undefined) continue;
    const free = lanes.findIndex((lane) => lane.every((other) => other.to <= line.from || other.from >= line.to));
    const lane = Math.min(free === -1 ? lanes.length : free, MOST_LANES - 1);
    (lanes[lane] ??= []).push(line);
    assigned[index] = lane;
  }
  return assigned;
}

function length(line: Line | undefined): number {
  return line === undefined ? 0 : line.to - line.from;
}
