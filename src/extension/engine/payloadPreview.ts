import type { Block } from '../../shared/model/block';
import type { Payload } from '../../shared/model/payload';
import { filledResponses, type EarlierResponse } from '../domain/preview/filledResponses';
import { assemble, type Assembly } from '../domain/payload/assemble';
import { createLibraryLookup, type ReferencedBlock } from '../domain/references/library';
import { responsesInPreview } from '../domain/workflow/earlierResponses';
import { loadBlocks } from './loadBlocks';
import type { RunSources } from './runSnapshot';

/** What stands in a preview where a run puts the response of a payload. */
export function responsePlaceholder(payloadName: string): string {
  return `[response of "${payloadName}"]`;
}

/** What stands in a preview where a run puts the response just before. */
export const PREVIOUS_PLACEHOLDER = '[previous response]';

/**
 * What a payload would send if every payload had answered, with placeholders for the answers; undefined when there is no
 * such payload. Its problems are those that no place in a workflow can mend.
 * @throws {StoreError}
 */
export async function previewPayload(
  payloadId: number,
  { payloads, blocks, index }: Pick<RunSources, 'payloads' | 'blocks' | 'index'>,
): Promise<Assembly | undefined> {
  const all = await payloads.all();
  const payload = all.find(({ id }) => id === payloadId);
  if (!payload) {
    return undefined;
  }
  return assemblePreview(payload, all, await loadBlocks([payload], blocks, index));
}

/**
 * The same for a payload whose blocks, and those that they refer to, are loaded. `all` are all payloads that exist;
 * responses of an earlier run stand in the places of the placeholders that they fill.
 */
export function assemblePreview(
  payload: Payload,
  all: readonly Payload[],
  loaded: ReadonlyMap<number, Block>,
  responses: readonly EarlierResponse[] = [],
): Assembly {
  const placeholders = responsesInPreview(all, responsePlaceholder, PREVIOUS_PLACEHOLDER);
  return assemble(payload, loaded, {
    ...createLibraryLookup<ReferencedBlock>([...loaded.values()]),
    ...filledResponses(payload, all, responses, placeholders),
    variable: () => undefined,
  });
}
