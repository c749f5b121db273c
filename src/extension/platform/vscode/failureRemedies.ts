import { GenerationError } from '../../domain/ports/modelServer';
import { StoreError } from '../../domain/ports/storeError';

/** What a person can do about something that failed: once more, set the key of an endpoint, or look at something. */
export type FailureRemedy = 'again' | 'setKey' | 'showDatabase' | 'showLog';

/** What helps after a failure, the most likely first; `again` only for what can be done once more. */
export function remediesOf(error: Error, repeatable: boolean): readonly FailureRemedy[] {
  if (error instanceof GenerationError && error.endpoint !== undefined) return ['setKey', 'showLog'];
  // The log knows no more of a full disk than the sentence says; the database shows what its copies take.
  if (error instanceof StoreError && error.reason === 'full') {
    return repeatable ? ['again', 'showDatabase'] : ['showDatabase'];
  }
  if (error instanceof StoreError && error.reason === 'busy' && repeatable) return ['again', 'showLog'];
  return ['showLog'];
}
