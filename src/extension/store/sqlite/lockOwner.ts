import { randomBytes } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from './fileError';
import { livenessOf, parseProcessIdentity, thisProcess, type ProcessIdentity } from './processIdentity';

/** What the file system answers where it has no hard links. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EACCES', 'UNKNOWN']);

/**
 * Makes lock files that name their owner. The name stands in a file of its own, kept as long as the owner works with the
 * database; a lock is a hard link to it, so that it appears together with its content.
 */
export class LockOwner {
  readonly content: string;
  readonly #start: string;
  readonly #path: string;
  /** The inode of the file; undefined while it has not been made. */
  #inode: number | undefined;
  #hasLinks = true;

  /** The prefix is the path that the owner's file begins with; the session tells the workers of one process apart. */
  constructor(prefix: string, session: string) {
    const id = randomBytes(9).toString('hex');
    this.content = JSON.stringify({ ...thisProcess(), session, id });
    this.#start = startOfOwners(prefix);
    this.#path = `${this.#start}${process.pid}-${id}`;
  }

  /** Makes a lock; false when there is one already. Throws errors of the operating system. */
  create(lock: string): boolean {
    try {
      if (!this.#hasLinks) {
        writeFileSync(lock, this.content, { flag: 'wx' });
        return true;
      }
      if (this.#inode === undefined) this.#make();
      linkSync(this.#path, lock);
      return true;
    } catch (error) {
      const code = errorCode(error) ?? '';
      if (code === 'EEXIST') return false;
      if (this.#inode === undefined || !this.#hasLinks) throw error;
      if (code === 'ENOENT') {
        // Somebody has tidied up.
        this.#make();
        return this.#linkAgain(lock);
      }
      if (!NO_LINKS.has(code)) throw error;
      this.#hasLinks = false;
      this.close();
      return this.create(lock);
    }
  }

  /** True when that lock is this owner's. */
  owns(lock: string): boolean {
    if (!this.#hasLinks) return readLock(lock) === this.content;
    return this.#inode !== undefined && statSync(lock, { throwIfNoEntry: false })?.ino === this.#inode;
  }

  /** Removes the owner's file; another lock makes it anew. */
  close(): void {
    if (this.#inode !== undefined) rmSync(this.#path, { force: true });
    this.#inode = undefined;
  }

  #make(): void {
    removeOwners(this.#start, isDead);
    writeFileSync(this.#path, this.content, { flag: 'w' });
    this.#inode = statSync(this.#path).ino;
  }

  #linkAgain(lock: string): boolean {
    try {
      linkSync(this.#path, lock);
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      throw error;
    }
  }
}

/** Removes the files of a session of this process that has ended without doing so. */
export function removeOwnersOfSession(prefix: string, session: string): void {
  removeOwners(startOfOwners(prefix), (content) => sessionIn(content) === session);
}

/** The content of a lock; undefined when there is none. */
export function readLock(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Who owns a lock with that content; undefined while it says nothing. */
export function ownerIn(content: string | undefined): ProcessIdentity | undefined {
  return parseProcessIdentity(parse(content));
}

/** The session in a lock's content. */
export function sessionIn(content: string | undefined): string | undefined {
  const data = parse(content);
  if (typeof data !== 'object' || data === null || !('session' in data)) return undefined;
  return typeof data.session === 'string' ? data.session : undefined;
}

/** True when whoever made a lock with that content runs no more. */
export function isDead(content: string | undefined): boolean {
  const owner = ownerIn(content);
  return owner !== undefined && livenessOf(owner) === 'dead';
}

function startOfOwners(prefix: string): string {
  return `${prefix}.owner-`;
}

function removeOwners(start: string, goes: (content: string | undefined) => boolean): void {
  try {
    for (const name of readdirSync(dirname(start))) {
      const path = join(dirname(start), name);
      if (name.startsWith(basename(start)) && goes(readLock(path))) rmSync(path, { force: true });
    }
  } catch {
    // They are in nobody's way.
  }
}

function parse(content: string | undefined): unknown {
  try {
    return content === undefined ? undefined : JSON.parse(content);
  } catch {
    return undefined;
  }
}
