import type { StepSettings } from '../../../shared/model/workflow';
import { assertNever } from '../assertNever';
import type { GenerationErrorReason } from '../ports/modelServer';

/** How often the request of a step has been sent in vain. */
export interface Tries {
  /** Refused because the server had no room or was loading its model. */
  readonly busy: number;
  /** Failed otherwise. */
  readonly failed: number;
}

/** What is to be done about a request that failed. */
export type NextTry =
  /** Wait so many milliseconds and send it again. `busy` for a server that has no room: that counts as no retry. */
  { readonly kind: 'busy' | 'retry'; readonly delay: number } | { readonly kind: 'give-up' };

/** What a failure depends on. */
export interface Failure {
  readonly reason: GenerationErrorReason;
  /** The HTTP status, where there was one. */
  readonly status: number | undefined;
}

/** The first and the longest wait for a server that is busy, in milliseconds. */
const BUSY_FROM = 1000;
const BUSY_TO = 30_000;
/** By which part of itself such a wait is made shorter or longer at most, so that those who wait do not come at once. */
const JITTER = 0.2;
/** The longest wait for a retry, in milliseconds. */
const RETRY_TO = 3_600_000;

/** Statuses below 500 that are about the moment and not about the request (RFC 9110, RFC 6585, RFC 8470). */
const MOMENTARY: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * Says whether and when a request is sent again: for a server that is busy always, after 1 second and twice as long each
 * time up to 30; after another failure that may pass, as often as the step says, its delay doubling. `random` gives
 * numbers from 0 to below 1.
 */
export function nextTry(
  failure: Failure,
  tries: Tries,
  { retries, retryDelay }: Pick<StepSettings, 'retries' | 'retryDelay'>,
  random: () => number,
): NextTry {
  if (failure.reason === 'busy') {
    const delay = Math.min(BUSY_TO, BUSY_FROM * 2 ** tries.busy);
    return { kind: 'busy', delay: Math.round(delay * (1 - JITTER + 2 * JITTER * random())) };
  }
  if (tries.failed >= retries || !mayPass(failure)) {
    return { kind: 'give-up' };
  }
  return { kind: 'retry', delay: Math.min(RETRY_TO, retryDelay * 1000 * 2 ** tries.failed) };
}

/** Whether the same request may fare better later. */
export function mayPass({ reason, status }: Failure): boolean {
  switch (reason) {
    case 'busy':
    case 'unreachable':
    case 'unknown-host':
    case 'connect-timeout':
    case 'silence-timeout':
    case 'ended-early':
    case 'protocol':
      return true;
    case 'http':
      return status === undefined || status >= 500 || MOMENTARY.has(status);
    case 'unauthorized':
    case 'context-exceeded':
    case 'unrecognised':
    case 'cancelled':
      return false;
    default:
      return assertNever(reason);
  }
}
