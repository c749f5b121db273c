import type { Clock } from '../platform/ports/clock';
import { RunStopped } from './runStopped';

/**
 * Resolves after that many milliseconds.
 * @throws {RunStopped} as soon as the signal stops it
 */
export function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new RunStopped());
      return;
    }
    const timer = clock.after(milliseconds, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    function stop(): void {
      timer.dispose();
      reject(new RunStopped());
    }
    signal.addEventListener('abort', stop, { once: true });
  });
}
