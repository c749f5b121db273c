import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A place where a desktop program can draw. */
export interface Display {
  /** Variables that a program needs to find it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): void;
}

/** How long a virtual display may take to start, in milliseconds. */
const START_LIMIT = 10_000;

/** Gives the display of this session, else starts a virtual one; undefined when there is neither. */
export async function findDisplay(): Promise<Display | undefined> {
  const nothingToStop = (): void => undefined;
  if (process.platform !== 'linux') return { env: {}, stop: nothingToStop };
  if (process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']) return { env: {}, stop: nothingToStop };
  const xvfb = findProgram('Xvfb');
  return xvfb === undefined ? undefined : startVirtualDisplay(xvfb);
}

function findProgram(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

async function startVirtualDisplay(xvfb: string): Promise<Display | undefined> {
  // It chooses a free display number and writes it to descriptor 3.
  const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
  const child = spawn(xvfb, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const stop = (): void => {
    child.kill();
  };
  process.once('exit', stop);
  const number = await new Promise<string | undefined>((resolve) => {
    const give = (text?: string): void => {
      clearTimeout(limit);
      resolve(text);
    };
    const limit = setTimeout(give, START_LIMIT);
    child.stdio[3]?.on('data', (chunk: Buffer) => {
      give(chunk.toString().trim());
    });
    child.once('error', () => {
      give();
    });
    child.once('exit', () => {
      give();
    });
  });
  if (number !== undefined) return { env: { DISPLAY: `:${number}` }, stop };
  stop();
  return undefined;
}
