import type { StepLimits } from '../../shared/model/workflow';

/** How long a request may wait, in milliseconds; 0 is no limit. */
export interface HttpLimits {
  /** From the first try to the connection, the search for the host's name included. */
  readonly connect: number;
  /**
   * From the connection to the first byte of the body: servers send the head at once and read the prompt then. Absent
   * means as long as `silence`.
   */
  readonly firstByte?: number;
  /** Between any two pieces of the body. */
  readonly silence: number;
}

/** The limits of one request: its own, in seconds, where it has them, else those of the settings. */
export function limitsFor(own: StepLimits | undefined, ofSettings: HttpLimits): HttpLimits {
  const chosen = (seconds: number | null | undefined, milliseconds: number): number =>
    seconds === null || seconds === undefined ? milliseconds : seconds * 1000;
  return {
    connect: chosen(own?.connect, ofSettings.connect),
    firstByte: chosen(own?.firstByte, ofSettings.firstByte ?? ofSettings.silence),
    silence: chosen(own?.silence, ofSettings.silence),
  };
}

/** One time limit at a time. */
export class TimeLimit {
  #timer: NodeJS.Timeout | undefined;

  /** Begins a limit in place of the one before. */
  start(milliseconds: number, onPassed: () => void): void {
    this.clear();
    if (milliseconds > 0) this.#timer = setTimeout(onPassed, milliseconds);
  }

  /** Ends the limit; nothing happens when it is not running. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
