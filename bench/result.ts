/** One measurement, held against a reference that was measured in the same run. */
export interface BenchResult {
  readonly bench: string;
  readonly ours: number;
  readonly reference: number;
  readonly referenceName: string;
  readonly unit: 'ms' | 'MB' | 'KB' | '1/s';
}

/** Prints a measurement as one JSON object on a line of its own, with its ratio ours / reference. */
export function printResult(result: BenchResult): void {
  const { ours, reference } = result;
  const ratio = reference === 0 ? null : round(ours / reference);
  console.log(JSON.stringify({ ...result, ours: round(ours), reference: round(reference), ratio }));
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  const lower = sorted[Math.ceil(middle) - 1];
  if (upper === undefined || lower === undefined) throw new Error('A median needs at least one value.');
  return (upper + lower) / 2;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
