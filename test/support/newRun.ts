import type { NewRun } from '../../src/extension/domain/ports/runRepository';

/** A run that is about to begin anew, with a step for each payload. */
export function newRun(workflowId: number | null, workflowName: string, payloadIds: readonly number[] = []): NewRun {
  const steps = payloadIds.map((payloadId) => ({ stepId: null, payloadId, name: `Step ${payloadId}`, reused: [] }));
  return { workflowId, workflowName, sourceRunId: null, steps };
}
