import type { Payload } from '../../../shared/model/payload';
import type { Run } from '../../../shared/model/run';
import type { Assembly } from '../../domain/payload/assemble';
import type { RunRepository } from '../../domain/ports/runRepository';
import type { EarlierResponse } from '../../domain/preview/filledResponses';

/** How many of the newest runs are looked through. */
const LOOKED_THROUGH = 100;

/** A run whose responses can fill a preview. */
export interface FillingRun {
  readonly run: Run;
  readonly responses: readonly EarlierResponse[];
}

/** Draws the preview with these responses. */
type Draw = (responses: readonly EarlierResponse[]) => Pick<Assembly, 'parts' | 'appended'>;

/**
 * The newest runs that have a response which the payload refers to. Their texts are not read: each has one word.
 * @throws {StoreError}
 */
export async function findFillingRuns(
  runs: Pick<RunRepository, 'page' | 'responses'>,
  draw: Draw,
): Promise<readonly Run[]> {
  const found: Run[] = [];
  for (const run of await runs.page(LOOKED_THROUGH)) {
    const summaries = (await runs.responses(run.id)).filter(({ chosen, size }) => chosen && size > 0);
    if (summaries.length > 0 && isFilled(draw(summaries.map((summary) => ({ ...summary, text: 'text' }))))) {
      found.push(run);
    }
  }
  return found;
}

/**
 * A run with the texts of its responses, those of the payload itself left out; undefined when the run is gone.
 * @throws {StoreError}
 */
export async function readFillingRun(
  runs: Pick<RunRepository, 'get' | 'responses' | 'response'>,
  runId: number,
  payload: Pick<Payload, 'id'>,
): Promise<FillingRun | undefined> {
  const run = await runs.get(runId);
  if (run === undefined) {
    return undefined;
  }
  const responses: EarlierResponse[] = [];
  for (const { id, payloadId, payloadName, stepIndex, chosen, size } of await runs.responses(runId)) {
    if (chosen && size > 0) {
      // Only where the payload itself stood in the run matters of its own response.
      const text = payloadId === payload.id ? '' : ((await runs.response(id))?.content ?? '');
      responses.push({ payloadId, payloadName, stepIndex, text });
    }
  }
  return { run, responses };
}

function isFilled({ parts, appended }: ReturnType<Draw>): boolean {
  return [...parts.flatMap(({ segments }) => segments), ...appended].some(({ source }) => source.kind === 'response');
}
