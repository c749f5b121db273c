import { joinFolder } from '../../../src/extension/domain/blocks/folderPath';
import { defaultSettings } from '../../../src/extension/domain/payload/settings';
import type { ExpansionContext, ResponseLookup } from '../../../src/extension/domain/references/expansionContext';
import { createLibraryLookup } from '../../../src/extension/domain/references/library';
import type { Block } from '../../../src/shared/model/block';
import type { Payload, PayloadBlock } from '../../../src/shared/model/payload';

const TIME = '2026-01-01 00:00:00';

/** A block; what is not given does not matter to the test. */
export function block(parts: Partial<Block> & { readonly id: number }): Block {
  const content = parts.content ?? '';
  return {
    title: `Block ${parts.id}`,
    tags: [],
    folderPath: '',
    version: 1,
    contentChangedAt: 0,
    createdAt: TIME,
    updatedAt: TIME,
    size: Buffer.byteLength(content),
    ...parts,
    content,
  };
}

/** A payload that lists blocks: by id, or with more about the place. */
export function payload(
  parts: Partial<Omit<Payload, 'blocks'>> & {
    readonly id: number;
    readonly blocks?: readonly (number | (Partial<PayloadBlock> & { readonly blockId: number }))[];
  },
): Payload {
  return {
    ...defaultSettings,
    name: `Payload ${parts.id}`,
    version: 1,
    createdAt: TIME,
    updatedAt: TIME,
    ...parts,
    blocks: (parts.blocks ?? []).map((place, index) => ({
      id: 100 + index,
      role: 'user',
      enabled: true,
      ...(typeof place === 'number' ? { blockId: place } : place),
    })),
  };
}

/** The blocks by their ids, as a payload's assembly wants them. */
export function byId(blocks: readonly Block[]): ReadonlyMap<number, Block> {
  return new Map(blocks.map((one) => [one.id, one]));
}

/** The path by which references name a block. */
export function pathOf({ folderPath, title }: Block): string {
  return joinFolder(folderPath, title);
}

/** An answered response. */
export function answered(text: string, payloadName?: string): ResponseLookup {
  return { state: 'answered', text, ...(payloadName === undefined ? {} : { payloadName }) };
}

/** A context over these blocks; responses by the name of their payload, and what is not given does not exist. */
export function context(
  parts: {
    readonly blocks?: readonly Block[];
    readonly responses?: Readonly<Record<string, ResponseLookup>>;
    readonly slots?: Readonly<Record<number, ResponseLookup>>;
    readonly previous?: ResponseLookup;
    readonly variables?: Readonly<Record<string, string>>;
  } = {},
): ExpansionContext {
  const responses = new Map(Object.entries(parts.responses ?? {}));
  const variables = new Map(Object.entries(parts.variables ?? {}));
  return {
    ...createLibraryLookup(parts.blocks ?? []),
    response: (name) => responses.get(name) ?? { state: 'unknown' },
    responseOfPayload: (id) => parts.slots?.[id] ?? { state: 'unknown' },
    previous: () => parts.previous ?? { state: 'unknown' },
    isPayload: (name) => responses.has(name),
    variable: (name) => variables.get(name),
  };
}
