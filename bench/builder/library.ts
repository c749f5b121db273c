import type { Store } from '../../src/extension/store/openStore';
import { BLOCKS, CHARACTERS } from './figures';

const WORDS = 'amber basket candle dragon ember forest garden harbor island jungle kettle lantern meadow needle'.split(
  ' ',
);

/** Fills a library with one payload as large as the bar asks for, in which every tenth block refers to another. */
export async function fillLibrary({ blocks, payloads }: Pick<Store, 'blocks' | 'payloads'>): Promise<{
  readonly payloadId: number;
  readonly blockIds: readonly number[];
}> {
  const shared = await blocks.create({ title: 'Shared', content: 'Be kind.', tags: ['shared'], folderPath: '' });
  const ids: number[] = [];
  for (let number = 0; number < BLOCKS; number++) {
    const { id } = await blocks.create({
      title: `Block ${number}`,
      content: contentOf(number),
      tags: [`tag-${number % 50}`, 'bench'],
      folderPath: `Folder ${number % 20}`,
    });
    ids.push(id);
  }
  // Nothing listens on the port: what is measured is not a server.
  const payload = await payloads.create({ name: 'Large', port: 1, modelFormat: 'chatml' });
  await payloads.addPlaces(
    payload.id,
    ids.map((blockId, index) => ({ blockId, role: index % 7 === 3 ? 'assistant' : 'user', enabled: true })),
  );
  return { payloadId: payload.id, blockIds: [shared.id, ...ids] };
}

/** The text of the block with that number. */
export function contentOf(number: number): string {
  const length = CHARACTERS / BLOCKS;
  let text = number % 10 === 0 ? 'First {{block:Shared}}\n' : '';
  for (let index = number; text.length < length; index += 1 + (number % 5)) {
    text += `${WORDS[index % WORDS.length] ?? ''}${index % 13 === 0 ? '\n' : ' '}`;
  }
  return text.slice(0, length - 1) + '\n';
}
