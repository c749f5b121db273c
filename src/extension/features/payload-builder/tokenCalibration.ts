import type { RunRepository } from '../../domain/ports/runRepository';
import { tokenCorrection } from '../../domain/preview/estimateTokens';
import type { WatchedEndpoint } from './serverWatch';

/** How many of the newest runs are looked through. */
const RUNS = 10;

/**
 * How estimates have to be corrected for an endpoint, from the newest prompt whose tokens its server counted; 1 where
 * there is none.
 * @throws {StoreError}
 */
export async function findCorrection(
  runs: Pick<RunRepository, 'page' | 'responses' | 'response'>,
  { host, port }: WatchedEndpoint,
): Promise<number> {
  for (const run of await runs.page(RUNS)) {
    for (const { id, metadata } of (await runs.responses(run.id)).toReversed()) {
      if (metadata.host !== host || metadata.port !== port || metadata.promptTokens === undefined) {
        continue;
      }
      const prompt = (await runs.response(id))?.prompt ?? '';
      const correction = tokenCorrection(prompt, metadata.promptTokens);
      if (correction !== 1) {
        return correction;
      }
    }
  }
  return 1;
}
