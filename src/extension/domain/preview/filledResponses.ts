import type { ResponseLookup } from '../references/expansionContext';
import { responsesBefore, type NamedPayload, type ResponseContext } from '../workflow/earlierResponses';

/** A response of an earlier run. */
export interface EarlierResponse {
  /** Null where its payload has been deleted. */
  readonly payloadId: number | null;
  /** The payload's name when the run began. */
  readonly payloadName: string;
  /** Its place in the run, from 0. */
  readonly stepIndex: number;
  readonly text: string;
}

/**
 * Finds responses for a preview: those of an earlier run as the payload would have seen them there, and the placeholders
 * where that run has none. A payload that did not run then sees all of its responses.
 */
export function filledResponses(
  payload: NamedPayload,
  payloads: readonly NamedPayload[],
  run: readonly EarlierResponse[],
  placeholders: ResponseContext,
): ResponseContext {
  const own = run.findLast(({ payloadId }) => payloadId === payload.id)?.stepIndex ?? Infinity;
  const earlier = run
    .filter(({ stepIndex }) => stepIndex < own)
    .map(({ payloadId, payloadName, text }) => ({
      payload: payloads.find(({ id }) => id === payloadId) ?? { id: payloadId ?? 0, name: payloadName },
      answer: text,
    }));
  const found = responsesBefore(earlier, payloads, () => '');
  const orElse = (lookup: ResponseLookup, other: ResponseLookup): ResponseLookup =>
    lookup.state === 'answered' ? lookup : other;
  return {
    response: (name) => orElse(found.response(name), placeholders.response(name)),
    responseOfPayload: (id) => orElse(found.responseOfPayload(id), placeholders.responseOfPayload(id)),
    previous: () => orElse(found.previous(), placeholders.previous()),
    isPayload: placeholders.isPayload,
  };
}
