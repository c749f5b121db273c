import type { Clock } from '../ports/clock';

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return {
      dispose: () => {
        clearTimeout(timer);
      },
    };
  },
};
