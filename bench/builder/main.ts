// Measures the payload builder of a folder's extension in a real VS Code: `npm run bench:builder`.
import { appendFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { Host } from '../../test/host/host';
import { newTemporaryFolder, OUT_FOLDER, REPOSITORY } from '../../test/host/paths';
import { prepareHost } from '../../test/host/prepareHost';
import { median, printResult } from '../result';
import { EDITS, FIGURES_MARK, OPENING_MARK, type Figures, type ProcessorFigures } from './figures';
import { ProcessorClock } from './processorClock';

/** Fresh windows; each takes about a minute. */
const WINDOWS = Number(process.env['BENCH_WINDOWS'] ?? 1);

type Measured = Figures & { readonly processor: ProcessorFigures };

async function main(extensionPath: string): Promise<void> {
  process.env['LLM_ORCHESTRATOR_TEST_HOST'] = 'server'; // the page has to report what it shows
  const host = await prepareHost({ version: 'newest', progress: (line) => process.stderr.write(`${line}\n`) });
  const windows: Measured[] = [];
  try {
    const suitePath = await bundle();
    for (let round = 0; round < WINDOWS; round++) {
      windows.push(await measure(host, extensionPath, suitePath));
      process.stderr.write(`window ${round + 1} of ${WINDOWS}\n`);
    }
  } finally {
    await host.dispose();
  }
  print(windows);
}

async function bundle(): Promise<string> {
  const outfile = join(OUT_FOLDER, 'bench', 'panels.cjs');
  await build({
    entryPoints: [join(__dirname, 'suite', 'panels.ts')],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['vscode'],
    logLevel: 'error',
  });
  return outfile;
}

async function measure(host: Host, extensionPath: string, suitePath: string): Promise<Measured> {
  const workspacePath = await newTemporaryFolder('bench');
  const reports = await newTemporaryFolder('bench-reports');
  const shown = join(reports, 'shown');
  let figures: Figures | undefined;
  const log: string[] = [];
  const processor = { open: [] as number[], edits: [] as number[] };
  const clock = new ProcessorClock();
  const code = await host.runSuite({
    name: 'bench-builder',
    extensionPath,
    suitePath,
    workspacePath,
    env: { BENCH_SHOWN: shown },
    onPage: async (page) => {
      await clock.attach(page);
      await page.exposeFunction('benchShown', async (text: string, value: number) => {
        if (text === 'builder-shown') processor.open.push(await clock.lap());
        if (text === 'builder-settled') await clock.lap();
        if (text === 'builder-done') processor.edits.push((await clock.lap()) / EDITS);
        appendFileSync(shown, `${text} ${value}\n`);
      });
      await page.addInitScript({ path: join(__dirname, 'reportPanels.js') });
    },
    onLog: (line) => {
      log.push(line);
      if (line.includes(OPENING_MARK)) void clock.lap(); // a failure shows in the next one
      const at = line.indexOf(FIGURES_MARK);
      if (at >= 0) figures = JSON.parse(line.slice(at + FIGURES_MARK.length)) as Figures;
    },
  });
  await Promise.all([workspacePath, reports].map((path) => rm(path, { recursive: true, force: true })));
  if (code !== 0 || figures === undefined) throw new Error(`The window measured nothing:\n${log.join('\n')}`);
  return { ...figures, processor };
}

function print(windows: readonly Measured[]): void {
  const of = (name: keyof Figures): number => median(windows.flatMap((window) => window[name]));
  const both = (bench: string, ours: keyof Figures, kind: 'Open' | 'Edit'): void => {
    for (const [reference, referenceName] of [
      [`bare${kind}`, 'bare panel with the same text'],
      [`line${kind}`, 'bare panel with one line'],
    ] as const) {
      printResult({ bench, ours: of(ours), reference: of(reference), referenceName, unit: 'ms' });
    }
  };
  both('500 blocks, 1 MB: command to first picture (bar: 500 ms)', 'open', 'Open');
  both('500 blocks, 1 MB: the same, first builder of a window', 'firstOpen', 'Open');
  both('500 blocks, 1 MB: click to picture of the preview (bar: 50 ms)', 'edit', 'Edit');
  both('500 blocks, 1 MB: text stored elsewhere to picture of the preview', 'elsewhere', 'Edit');
  for (const [bench, part] of [
    ['500 blocks, 1 MB: opening, processor time of pages', 'open'],
    ['500 blocks, 1 MB: an edit, processor time of pages', 'edits'],
  ] as const) {
    const ours = median(windows.flatMap(({ processor }) => processor[part]));
    process.stdout.write(`${JSON.stringify({ bench, ours: Math.round(ours * 10) / 10, unit: 'ms' })}\n`);
  }
}

main(resolve(process.argv[2] ?? REPOSITORY)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
