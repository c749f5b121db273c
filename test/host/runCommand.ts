import { spawn } from 'node:child_process';

/** The last part of a failed command's output that its error quotes, in characters. */
const QUOTED_OUTPUT = 2000;

/** How a command is run. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a program to its end, quietly.
 * Throws with the end of its output when it cannot be started or its exit code is not 0.
 */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<void> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm is a batch file on Windows, which only a shell can start.
    shell: process.platform === 'win32',
  });
  const stopAtExit = (): void => {
    child.kill();
  };
  process.once('exit', stopAtExit);
  let output = '';
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-QUOTED_OUTPUT);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  })
    .catch((cause: unknown) => {
      throw new Error(`Cannot start "${program}".`, { cause });
    })
    .finally(() => process.removeListener('exit', stopAtExit));
  if (code !== 0) {
    throw new Error(`"${[program, ...args].join(' ')}" failed with exit code ${String(code)}:\n${output.trim()}`);
  }
}
