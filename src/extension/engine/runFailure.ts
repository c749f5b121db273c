import type { Log } from '../platform/ports/log';
import { PersonError } from '../domain/ports/personError';
import { formatText, text } from '../../shared/model/text';

/** Where a run failed. */
export interface FailedStep {
  /** From 0. */
  readonly stepIndex: number;
  readonly stepCount: number;
  readonly payloadName: string;
}

/** The sentence that a person reads about a failed run. Everything else goes to the log. */
export function describeFailure(error: unknown, { stepIndex, stepCount, payloadName }: FailedStep): string {
  return formatText(
    text('Step {0} of {1}, payload "{2}": {3}', stepIndex + 1, stepCount, payloadName, failureSentence(error)),
  );
}

/** The same without the place. */
export function failureSentence(error: unknown): string {
  return formatText(error instanceof PersonError ? error.text : unexpected(error));
}

/** Writes down what a person is told, with its causes. */
export function logFailure(log: Log, runId: number, error: unknown): void {
  const causes: string[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 5; cause = cause.cause) {
    causes.push(cause instanceof PersonError ? `${cause.name}: ${cause.message}` : (cause.stack ?? cause.message));
  }
  const message = `Run ${runId} failed: ${causes.length > 0 ? causes.join('\n  caused by ') : String(error)}`;
  if (error instanceof PersonError) {
    log.warn(message);
  } else {
    log.error(message);
  }
}

function unexpected(error: unknown): PersonError['text'] {
  const message = error instanceof Error ? error.message : String(error);
  return text('LLM Orchestrator could not do that: {0} The log has the details.', message);
}
