import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { PersonError } from '../../src/extension/domain/ports/personError';
import { outFolder } from '../../test/host/paths';
import { DemoError } from './demoError';
import { demonstrate } from './demonstrate';
import { Interruption } from './interruption';
import type { DemoOptions } from './options.mjs';
import { reachLines } from './reachLines';
import { Teardown } from './teardown';

/** The exit code of a program that Ctrl+C ended. */
const INTERRUPTED = 130;

/** Forces the kind of VS Code that the demo opens. */
const HOST_KIND = 'LLM_ORCHESTRATOR_TEST_HOST';

/** Runs the demo to its end and gives the exit code. Everything it started has ended then. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const interruption = new Interruption();
  const teardown = new Teardown();
  preferBrowserWithoutDisplay(options);
  try {
    const shown = demonstrate(options, teardown, interruption);
    const demonstration = await Promise.race([shown, interruption.happened]);
    if (demonstration === undefined) {
      // What is under way fails when its window goes; nobody waits for it.
      shown.catch(() => undefined);
      console.error('demo: stopped.');
      return INTERRUPTED;
    }
    const { window, responses, databasePath } = demonstration;
    if (options.open) console.log(reachLines(window).join('\n'));
    const closed = new Promise<void>((resolve) => {
      window.page.once('close', () => {
        resolve();
      });
    });
    console.log(`demo: ${responses} responses in ${databasePath}`);
    if (options.open) await Promise.race([interruption.happened, closed]);
    return 0;
  } catch (error) {
    console.error(`demo: ${await sentenceOf(error)}`);
    return 1;
  } finally {
    interruption.claim();
    await teardown.run();
  }
}

/** A desktop window on a display that nobody sees is of no use to a person, but a page in their browser is. */
function preferBrowserWithoutDisplay({ open }: DemoOptions): void {
  const isSet = (name: string): boolean => (process.env[name] ?? '') !== '';
  const hasDisplay = process.platform !== 'linux' || isSet('DISPLAY') || isSet('WAYLAND_DISPLAY');
  if (open && !hasDisplay && !isSet(HOST_KIND)) process.env[HOST_KIND] = 'server';
}

/** One line for a person; of what was not foreseen the rest goes into a log. */
async function sentenceOf(error: unknown): Promise<string> {
  if (error instanceof DemoError || error instanceof PersonError) return error.message;
  const log = join(await outFolder('logs'), 'demo.log');
  await writeFile(log, error instanceof Error ? `${error.stack ?? error.message}\n` : String(error));
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return `${line.replace(/:$/, '')} (more in ${log})`;
}
