import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isFull } from './scale';

/**
 * Reads a database all the time with the program `sqlite3`, where it is installed: it does not see our lock, and what it
 * finds beside the file must not tempt it to change anything. Only in the full form.
 */
export function pollWithNativeReader(path: string): { stop(): Promise<void> } {
  let going = isFull && spawnSync('sqlite3', ['-version']).status === 0;
  const poll = async (): Promise<void> => {
    while (going) {
      if (existsSync(path)) {
        await new Promise((resolve) => {
          execFile('sqlite3', [path, 'SELECT count(*), max(length(content)) FROM blocks'], resolve);
        });
      }
      await delay(5);
    }
  };
  const polling = poll();
  return {
    stop: () => {
      going = false;
      return polling;
    },
  };
}
