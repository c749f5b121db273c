import type { Payload } from '../../../shared/model/payload';
import type { ExpansionContext, ResponseLookup } from '../references/expansionContext';

/** The part of an expansion's context that depends on the place in a workflow. */
export type ResponseContext = Pick<ExpansionContext, 'response' | 'responseOfPayload' | 'previous' | 'isPayload'>;

/** A payload by which responses are found. */
export type NamedPayload = Pick<Payload, 'id' | 'name'>;

/** A step of a workflow and what is known of its response. */
export interface EarlierStep {
  readonly payload: NamedPayload;
  /** The response; undefined while there is none. */
  readonly answer: string | undefined;
  /** It has ended and will never have a response: it is passed over, as if it did not stand in the workflow. */
  readonly isMissing?: boolean;
}

/**
 * Finds responses as seen from a step. A payload that stands in the workflow several times means the nearest step before.
 * `earlier` are the steps before, in order; `payloads` are all that exist, in this workflow or not; `pendingLabel` makes
 * what stands in place of a response that will exist when the step runs; `used` is told the place among the steps before
 * of each response that was found.
 */
export function responsesBefore(
  earlier: readonly EarlierStep[],
  payloads: readonly NamedPayload[],
  pendingLabel: (payloadName: string) => string,
  used: (index: number) => void = () => undefined,
): ResponseContext {
  const names = new Set(payloads.map(({ name }) => name));
  const ids = new Set(payloads.map(({ id }) => id));
  const nearest = (isMeant: (payload: NamedPayload) => boolean, isKnown: boolean): ResponseLookup => {
    const index = earlier.findLastIndex(({ payload, isMissing = false }) => !isMissing && isMeant(payload));
    const step = earlier[index];
    if (step === undefined) {
      return isKnown ? { state: 'later' } : { state: 'unknown' };
    }
    used(index);
    const { payload, answer } = step;
    return answer === undefined
      ? { state: 'pending', label: pendingLabel(payload.name) }
      : { state: 'answered', text: answer, payloadName: payload.name };
  };
  return {
    response: (name) => nearest((payload) => payload.name === name, names.has(name)),
    responseOfPayload: (id) => nearest((payload) => payload.id === id, ids.has(id)),
    previous: () => nearest(() => true, false),
    isPayload: (name) => names.has(name),
  };
}

/** Responses as a payload sees them that is looked at outside every workflow: each payload will have answered. */
export function responsesInPreview(
  payloads: readonly NamedPayload[],
  pendingLabel: (payloadName: string) => string,
  previousLabel: string,
): ResponseContext {
  const all = payloads.map((payload) => ({ payload, answer: undefined }));
  return {
    ...responsesBefore(all, payloads, pendingLabel),
    previous: () => ({ state: 'pending', label: previousLabel }),
  };
}
