import type { Response, Run } from '../../../../shared/model/run';
import type { RunsDependencies } from '../runsDependencies';
import type { WholeRun } from './runMarkdown';
import type { RunOutline } from './runTable';

type Source = Pick<RunsDependencies, 'runs'>;

/** Reads a run with its steps and responses, without their texts. */
export async function readOutline({ runs }: Source, run: Run): Promise<RunOutline> {
  const [steps, responses] = await Promise.all([runs.steps(run.id), runs.responses(run.id)]);
  return { run, steps, responses };
}

/** Reads a run with all its texts. */
export async function readWholeRun(source: Source, run: Run): Promise<WholeRun> {
  const outline = await readOutline(source, run);
  const responses: Response[] = [];
  for (const { id } of outline.responses) {
    const response = await source.runs.response(id);
    if (response !== undefined) {
      responses.push(response);
    }
  }
  return { ...outline, responses };
}

/** The outlines of those runs that still exist, in the order of their ids. */
export async function readOutlines(source: Source, ids: readonly number[]): Promise<readonly RunOutline[]> {
  const found = await Promise.all([...ids].sort((one, other) => one - other).map((id) => source.runs.get(id)));
  return Promise.all(found.filter((run) => run !== undefined).map((run) => readOutline(source, run)));
}
