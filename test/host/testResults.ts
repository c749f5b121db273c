import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** One line of a results file: a test that ended, or the end of all tests. */
export type ResultLine =
  | { readonly state: 'passed'; readonly title: string; readonly duration: number }
  | { readonly state: 'pending'; readonly title: string }
  | { readonly state: 'failed'; readonly title: string; readonly message: string }
  | { readonly state: 'end' };

/** What a run of tests came to. */
export interface TestResults {
  readonly lines: readonly ResultLine[];
  readonly passed: number;
  readonly failed: number;
  /** Tests that were skipped. */
  readonly pending: number;
  /** Whether the run got to its end; a host that crashes does not. */
  readonly ended: boolean;
}

/** Adds a line to a results file, at once: what was written survives a crash. */
export function appendResult(path: string, line: ResultLine): void {
  appendFileSync(path, `${JSON.stringify(line)}\n`);
}

/** Reads a results file; one that does not exist is a run that did not get anywhere. */
export function readResults(path: string): TestResults {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ResultLine);
  const count = (state: ResultLine['state']): number => lines.filter((line) => line.state === state).length;
  return {
    lines,
    passed: count('passed'),
    failed: count('failed'),
    pending: count('pending'),
    ended: count('end') > 0,
  };
}
