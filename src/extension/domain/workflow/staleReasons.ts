import { text, type Text } from '../../../shared/model/text';
import { canonicalJson, type StepInput } from './stepInput';

/** What of a step's input is not as it was. */
export interface StaleReason {
  readonly kind: 'settings' | 'endpoint' | 'answers' | 'block' | 'blocks' | 'response' | 'order' | 'text';
  /** A sentence for a person. */
  readonly text: Text;
}

const SETTINGS: ReadonlyMap<string, Text> = new Map(
  Object.entries({
    provider: text('The provider was changed.'),
    model: text('The model was changed.'),
    modelFormat: text('The model format was changed.'),
    temperature: text('The temperature was changed.'),
    responseLength: text('The response length was changed.'),
    parameters: text('The sampling parameters were changed.'),
  }),
);

/**
 * Why a step that was given `then` would be given something else `now`; empty when its answer is what it would be asked
 * for again. What is the same to the server is the same: a block whose change does not reach the text is no reason.
 */
export function staleReasons(then: StepInput, now: StepInput): readonly StaleReason[] {
  const names = [...new Set([...Object.keys(then.settings), ...Object.keys(now.settings)])];
  return [
    ...names
      .filter((name) => canonicalJson(then.settings[name] ?? null) !== canonicalJson(now.settings[name] ?? null))
      .map((name) => ({
        kind: 'settings' as const,
        text: SETTINGS.get(name) ?? text('The setting "{0}" was changed.', name),
      })),
    ...endpointReasons(then, now),
    ...(now.answers > then.answers ? [{ kind: 'answers' as const, text: text('More answers are asked for.') }] : []),
    ...(then.messages === now.messages ? [] : textReasons(then, now)),
  ];
}

/** A run that was sent elsewhere on purpose is not stale for that. */
function endpointReasons(then: StepInput, now: StepInput): readonly StaleReason[] {
  const isMeant = then.isElsewhere !== now.isElsewhere;
  return then.endpoint === now.endpoint || isMeant
    ? []
    : [{ kind: 'endpoint', text: text('It is sent to {0} instead of {1}.', now.endpoint, then.endpoint) }];
}

function textReasons(then: StepInput, now: StepInput): readonly StaleReason[] {
  const found = [...blockReasons(then, now), ...responseReasons(then, now)];
  return found.length > 0 ? found : [{ kind: 'text', text: text('The text that is sent was changed.') }];
}

function blockReasons(then: StepInput, now: StepInput): readonly StaleReason[] {
  const before = new Map(then.blocks.map((block) => [block.id, block]));
  const after = new Map(now.blocks.map((block) => [block.id, block]));
  const changed = [...after.values()].filter(({ id, hash }) => (before.get(id)?.hash ?? hash) !== hash);
  const added = [...after.values()].filter(({ id }) => !before.has(id));
  const removed = [...before.values()].filter(({ id }) => !after.has(id));
  const isReordered =
    added.length === 0 && removed.length === 0 && order(then.blocks) !== order(now.blocks) && changed.length === 0;
  return [
    ...changed.map(({ title }) => ({ kind: 'block' as const, text: text('The block "{0}" was changed.', title) })),
    ...added.map(({ title }) => ({ kind: 'blocks' as const, text: text('The block "{0}" was added.', title) })),
    ...removed.map(({ title }) => ({ kind: 'blocks' as const, text: text('The block "{0}" was removed.', title) })),
    ...(isReordered ? [{ kind: 'blocks' as const, text: text('The blocks stand in another order.') }] : []),
  ];
}

function responseReasons(then: StepInput, now: StepInput): readonly StaleReason[] {
  const before = new Map(then.responses.map((response) => [giver(response), response]));
  const isFromOthers =
    now.responses.length !== then.responses.length || now.responses.some((one) => !before.has(giver(one)));
  if (isFromOthers) {
    return [{ kind: 'order', text: text('It is given the responses of other steps.') }];
  }
  const isReordered = now.responses.map(giver).join() !== then.responses.map(giver).join();
  return [
    ...now.responses
      .filter((one) => before.get(giver(one))?.hash !== one.hash)
      .map(({ payloadName }) => ({
        kind: 'response' as const,
        text: text('The response of "{0}" is another one.', payloadName),
      })),
    ...(isReordered ? [{ kind: 'order' as const, text: text('The steps stand in another order.') }] : []),
  ];
}

function giver({ stepId, payloadId }: StepInput['responses'][number]): string {
  return stepId === null ? `payload ${payloadId}` : `step ${stepId}`;
}

function order(blocks: StepInput['blocks']): string {
  return blocks.map(({ id }) => id).join();
}
