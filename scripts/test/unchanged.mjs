import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/**
 * Remembers which checks have passed with the files as they are: type check, lint and format depend on nothing else, so
 * that they need not run again until a file changes. A check that did not pass is not remembered.
 */
export class PassedChecks {
  #folder;
  #digest;

  /** `folder` keeps what is remembered; `digest` stands for all files, undefined where nothing can be said of them. */
  constructor(folder, digest) {
    this.#folder = folder;
    this.#digest = digest;
  }

  /** Whether a check has passed with these very files. */
  has(name) {
    const path = join(this.#folder, name);
    return this.#digest !== undefined && existsSync(path) && readFileSync(path, 'utf8') === this.#digest;
  }

  /** Remembers how a check has ended. */
  note(name, hasPassed) {
    if (this.#digest === undefined) return;
    if (!hasPassed) {
      rmSync(join(this.#folder, name), { force: true });
      return;
    }
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(join(this.#folder, name), this.#digest);
  }
}

/**
 * Gives a digest of all files of a repository, as they are and not only as they were committed, and of the version of
 * Node.js; undefined where git cannot list them. What is installed is named in `package-lock.json`.
 */
export function digestOfFiles(repository) {
  const { status, stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  });
  if (status !== 0) return undefined;
  const digest = createHash('sha256').update(process.version);
  for (const name of stdout.split('\0').sort()) {
    const path = join(repository, name);
    if (name === '' || !existsSync(path)) continue;
    digest.update(`\0${name}\0`).update(createHash('sha256').update(readFileSync(path)).digest());
  }
  return digest.digest('hex');
}
