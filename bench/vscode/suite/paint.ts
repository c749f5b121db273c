import { readFile } from 'node:fs/promises';
import { paintMark } from '../figures';
import { quiet } from './quiet';

/** A tree whose rows can carry a mark. */
export interface MarkedTree {
  /** Puts a text behind the label of every row that is drawn from now on. */
  mark(text: string): void;
  /** Raises the event that makes VS Code draw the whole tree again. */
  refresh(): void;
}

/** How long a text may take to get on screen before the measurement has failed, in milliseconds. */
const PATIENCE_MS = 20_000;
const ROUNDS = 3;

/** How long nothing may have been drawn before a measurement begins, in milliseconds. */
const QUIET_MS = 1000;

let lastRefresh = 0;
let lastDrawing = 0;

/** To be called whenever VS Code asks for a row. */
export function noteDrawing(): void {
  lastDrawing = Date.now();
}

/** Resolves with the time at which the page showed a text, in milliseconds since 1970. */
export async function shownAt(text: string): Promise<number> {
  const path = process.env['BENCH_SHOWN'];
  if (path === undefined) throw new Error('BENCH_SHOWN does not name the file in which the page reports.');
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const report = await readFile(path, 'utf8').catch(() => '');
    const line = report.split('\n').find((entry) => entry.startsWith(`${text} `));
    if (line !== undefined) return Number(line.slice(text.length + 1));
    await pause(20);
  }
  throw new Error(`${text} did not get on screen.`);
}

/** From the refresh event of a tree to the first row on screen, in milliseconds: the median of three refreshes. */
export async function measurePaint(tree: MarkedTree): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // VS Code serves a refresh at once only when the one before is some time ago.
    while (Date.now() - lastDrawing < QUIET_MS) await pause(50);
    await quiet();
    lastRefresh += 1;
    const mark = paintMark(lastRefresh);
    const started = Date.now();
    tree.mark(mark);
    tree.refresh();
    times.push((await shownAt(mark)) - started);
  }
  return times.sort((a, b) => a - b)[1] ?? 0;
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
