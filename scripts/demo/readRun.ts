import type { Response, Run } from '../../src/shared/model/run';
import type { Store } from '../../src/extension/store/openStore';

/** How many runs may begin in other windows meanwhile. */
const NEWEST = 20;

/** A run with its responses, in the order of its steps. */
export interface StoredRun {
  readonly run: Run;
  readonly responses: readonly Response[];
}

/** Gives the first run of a workflow that began after another run; undefined when there is none. */
export async function readRun({ runs }: Store, workflowName: string, after: number): Promise<StoredRun | undefined> {
  const newer = (await runs.page(NEWEST)).filter((run) => run.id > after && run.workflowName === workflowName);
  const run = newer.at(-1);
  if (run === undefined) return undefined;
  const summaries = await runs.responses(run.id);
  const responses = await Promise.all(summaries.map(({ id }) => runs.response(id)));
  return { run, responses: responses.filter((response) => response !== undefined) };
}
