import { existsSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Several events come for one commit; wait this long for the last, in milliseconds. */
const SETTLE_MS = 50;

/** How often to look where the system cannot watch, in milliseconds. */
const POLL_MS = 2000;

/** Calls back when a file may have changed, also one whose folder does not exist yet. Never keeps the process alive. */
export class FolderWatch {
  #path: string;
  readonly #callback: () => void;
  #watcher: FSWatcher | undefined;
  #watched: string | undefined;
  #settle: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(path: string, callback: () => void) {
    this.#path = path;
    this.#callback = callback;
    this.arm();
  }

  /** Goes on with another file. */
  follow(path: string): void {
    this.#path = path;
    this.arm();
  }

  /** Watches the nearest folder that exists. To be called again when the folder has appeared. */
  arm(): void {
    const folder = nearestExisting(dirname(this.#path));
    if (this.#closed || (this.#watcher && folder === this.#watched)) return;
    this.#watcher?.close();
    this.#watched = folder;
    try {
      this.#watcher = watch(folder, { persistent: false }, (_event, name) => {
        this.#changed(name);
      });
      this.#watcher.on('error', () => {
        this.#usePolling();
      });
    } catch {
      this.#usePolling();
    }
  }

  /** Ends watching. */
  close(): void {
    this.#closed = true;
    this.#watcher?.close();
    clearTimeout(this.#settle);
    clearInterval(this.#poll);
  }

  #changed(name: string | null): void {
    const inside = this.#watched === dirname(this.#path);
    // Locks, drafts and the journal come and go in the same folder, several times for each transaction.
    if (inside && name?.startsWith(`${basename(this.#path)}.`)) return;
    if (inside && name !== null && name !== basename(this.#path) && existsSync(this.#watched ?? '')) return;
    this.#settle ??= setTimeout(() => {
      this.#settle = undefined;
      if (!existsSync(this.#watched ?? '')) this.#watched = undefined;
      this.arm();
      this.#callback();
    }, SETTLE_MS).unref();
  }

  #usePolling(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
    if (this.#closed) return;
    this.#poll ??= setInterval(this.#callback, POLL_MS).unref();
  }
}

function nearestExisting(folder: string): string {
  let current = folder;
  while (!existsSync(current) && current !== dirname(current)) current = dirname(current);
  return current;
}
