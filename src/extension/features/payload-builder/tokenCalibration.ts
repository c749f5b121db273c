import type { RunRepository } from '../../domain/ports/runRepository';
import { tokenCorrection } from '../../domain/preview/estimateTokens';
import type { Log } from '../../platform/ports/log';
import type { WatchedEndpoint } from './serverWatch';

/** How many of the newest runs are looked through. */
const RUNS = 10;

/** What is read of runs. */
type Runs = Pick<RunRepository, 'page' | 'responses' | 'response'>;

/** Knows by what estimates of tokens have to be multiplied for the server that a payload is sent to. */
export class TokenCalibration {
  private known = 1;

  constructor(
    private readonly dependencies: { readonly runs: Runs; readonly log: Log },
    /** Called when it is another one than before. */
    private readonly changed: () => void,
  ) {}

  /** The factor; 1 until something else is known. */
  get correction(): number {
    return this.known;
  }

  /** Finds the factor for an endpoint. A failure is logged, and leaves it as it was. */
  async update(endpoint: WatchedEndpoint): Promise<void> {
    const { runs, log } = this.dependencies;
    try {
      const correction = await findCorrection(runs, endpoint);
      if (correction !== this.known) {
        this.known = correction;
        this.changed();
      }
    } catch (error) {
      log.warn(`The estimate of tokens could not be corrected: ${String(error)}`);
    }
  }
}

/** From the newest prompt whose tokens the server of an endpoint counted; 1 where there is none. */
async function findCorrection(runs: Runs, { host, port }: WatchedEndpoint): Promise<number> {
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
