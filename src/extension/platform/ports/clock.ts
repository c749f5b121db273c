import type { Disposable } from '../../domain/ports/events';

/** Time, injected so that rules and tests own it. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** Calls back once after that many milliseconds; disposing prevents it. */
  after(milliseconds: number, callback: () => void): Disposable;
}
