const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A length of time in milliseconds for a person: "850 ms", "2.1 s", "3 min 5 s", "2 h 4 min". Units are not words. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < SECOND) {
    return `${String(Math.round(milliseconds))} ms`;
  }
  // One decimal below ten seconds; rounding must not show "10.0 s" or "60 s".
  if (milliseconds < 9.95 * SECOND) {
    return `${(milliseconds / SECOND).toFixed(1)} s`;
  }
  const seconds = Math.round(milliseconds / SECOND);
  if (seconds < 60) {
    return `${String(seconds)} s`;
  }
  if (seconds * SECOND < HOUR) {
    return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  }
  const minutes = Math.round(milliseconds / MINUTE);
  return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = small === 0 ? '' : ` ${String(small)} ${smallUnit}`;
  return `${String(large)} ${largeUnit}${rest}`;
}
