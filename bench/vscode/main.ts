// Measures the extension of a folder inside a real VS Code against one that does nothing: `npm run bench:vscode`.
import { appendFileSync, readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { Host } from '../../test/host/host';
import { newTemporaryFolder, OUT_FOLDER, REPOSITORY } from '../../test/host/paths';
import { prepareHost } from '../../test/host/prepareHost';
import { median, printResult } from '../result';
import { FIGURES_MARK, TREE_SIZES, type Figures } from './figures';
import { startFirstByteServer, type FirstByteServer } from './firstByteServer';

/** Fresh windows of each kind; a quick look needs fewer. */
const WINDOWS = Number(process.env['BENCH_WINDOWS'] ?? 5);

/** What one fresh window measured, with the time from the command to the server's first byte. */
interface Measured extends Figures {
  readonly firstByte: number;
}

async function main(extension: string): Promise<void> {
  process.env['LLM_ORCHESTRATOR_TEST_HOST'] = 'server'; // the page has to report what it shows
  const host = await prepareHost({ version: 'newest', progress: (line) => process.stderr.write(`${line}\n`) });
  const server = await startFirstByteServer();
  const ours: Measured[] = [];
  const trivial: Measured[] = [];
  try {
    const [oursSuite, trivialSuite] = await Promise.all([bundle('ours'), bundle('trivial')]);
    for (let round = 0; round < WINDOWS; round++) {
      trivial.push(await measure(host, server, join(__dirname, 'trivialExtension'), trivialSuite));
      ours.push(await measure(host, server, extension, oursSuite));
      process.stderr.write(`window ${round + 1} of ${WINDOWS}\n`);
    }
  } finally {
    server.close();
    await host.dispose();
  }
  print(ours, trivial, bundleSizes(join(extension, 'dist')));
}

async function bundle(name: string): Promise<string> {
  const outfile = join(OUT_FOLDER, 'bench', `${name}.cjs`);
  await build({
    entryPoints: [join(__dirname, 'suite', `${name}.ts`)],
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

async function measure(
  host: Host,
  server: FirstByteServer,
  extensionPath: string,
  suitePath: string,
): Promise<Measured> {
  const workspacePath = await newTemporaryFolder('bench');
  const reports = await newTemporaryFolder('bench-reports');
  const shown = join(reports, 'shown');
  let figures: Figures | undefined;
  const log: string[] = [];
  server.restart();
  const code = await host.runSuite({
    name: 'bench',
    extensionPath,
    suitePath,
    workspacePath,
    env: { BENCH_SHOWN: shown, BENCH_PORT: String(server.port) },
    onPage: async (page) => {
      await page.exposeFunction('benchShown', (text: string, at: number) => {
        appendFileSync(shown, `${text} ${at}\n`);
      });
      await page.addInitScript({ path: join(__dirname, 'reportMarks.js') });
    },
    onLog: (line) => {
      log.push(line);
      const at = line.indexOf(FIGURES_MARK);
      if (at >= 0) figures = JSON.parse(line.slice(at + FIGURES_MARK.length)) as Figures;
    },
  });
  await Promise.all([workspacePath, reports].map((path) => rm(path, { recursive: true, force: true })));
  if (code !== 0 || figures === undefined) throw new Error(`The window measured nothing:\n${log.join('\n')}`);
  return { ...figures, firstByte: figures.startedAt === undefined ? 0 : server.firstByteAt() - figures.startedAt };
}

/** In bytes: what activation loads, and all parts that are loaded on first use. */
interface BundleSizes {
  readonly main: number;
  readonly parts: number;
}

function bundleSizes(dist: string): BundleSizes {
  const parts = readdirSync(join(dist, 'parts')).map((name) => statSync(join(dist, 'parts', name)).size);
  return { main: statSync(join(dist, 'extension.js')).size, parts: parts.reduce((sum, size) => sum + size, 0) };
}

function print(ours: readonly Measured[], trivial: readonly Measured[], sizes: BundleSizes): void {
  const of = (windows: readonly Measured[], figure: (window: Measured) => number): number =>
    median(windows.map(figure));
  const megabytes = 1_000_000;
  printResult({
    bench: 'activation (bar: 40 ms more)',
    ours: of(ours, ({ activation }) => activation),
    reference: of(trivial, ({ activation }) => activation),
    referenceName: 'empty extension',
    unit: 'ms',
  });
  printResult({
    bench: 'heap after activation (bar: 3 MB more)',
    ours: of(ours, ({ heap }) => heap / megabytes),
    reference: of(trivial, ({ heap }) => heap / megabytes),
    referenceName: 'empty extension',
    unit: 'MB',
  });
  printResult({
    bench: 'size of the host bundle that activation loads',
    ours: sizes.main / 1000,
    reference: 400,
    referenceName: 'bar',
    unit: 'KB',
  });
  printResult({
    bench: 'size of the host bundle with all that is loaded on first use',
    ours: (sizes.main + sizes.parts) / 1000,
    reference: 400,
    referenceName: 'bar',
    unit: 'KB',
  });
  for (const size of TREE_SIZES) {
    printResult({
      bench: `paint after a refresh of ${size} blocks (bar: ratio 1.3)`,
      ours: of(ours, ({ paint }) => paint[size] ?? 0),
      reference: of(trivial, ({ paint }) => paint[size] ?? 0),
      referenceName: 'trivial tree',
      unit: 'ms',
    });
  }
  printResult({
    bench: 'completion of a tag in 1 MB with 10,000 blocks (bar: 30 ms more)',
    ours: of(ours, ({ completion }) => completion),
    reference: of(trivial, ({ completion }) => completion),
    referenceName: 'trivial provider',
    unit: 'ms',
  });
  printResult({
    bench: 'Run Workflow to the first text on screen (bar: 150 ms more)',
    ours: of(ours, ({ firstText }) => firstText ?? 0),
    reference: of(ours, ({ firstByte }) => firstByte),
    referenceName: "the server's first byte",
    unit: 'ms',
  });
}

main(resolve(process.argv[2] ?? REPOSITORY)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
