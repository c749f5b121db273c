import type { WholeRun } from './runMarkdown';

/** The number of the form of `runRecords`; raised when a reader of older files would misunderstand a newer one. */
export const RECORD_VERSION = 1;

/** Runs as JSON that stands alone: everything that is stored about them. Times are UTC, lengths of time milliseconds. */
export function runRecords(runs: readonly WholeRun[]): string {
  const records = runs.map(({ run, steps, responses }) => ({ ...run, steps, responses }));
  return `${JSON.stringify({ format: 'llm-orchestrator-runs', version: RECORD_VERSION, runs: records }, undefined, 2)}\n`;
}
