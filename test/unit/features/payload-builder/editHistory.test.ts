import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EditHistory } from '../../../../src/extension/platform/vscode/panels/editHistory';
import { payloadOperations, type Operation } from '../../../../src/extension/features/payload-builder/operation';
import type { Payload, PayloadBlock } from '../../../../src/shared/model/payload';
import { text } from '../../../../src/shared/model/text';
import { FakePayloads } from '../../../support/fakesPayloads';
import { idsAt, walkHistory } from '../../../support/walkHistory';

const label = text('Edit');
const position = fc.nat(7);

/** An operation on the places at some positions of a list, whatever places stand there then. */
const drawn: fc.Arbitrary<(blocks: readonly PayloadBlock[]) => Operation> = fc.oneof(
  fc
    .tuple(fc.array(position, { minLength: 1, maxLength: 4 }), position)
    .map(([chosen, at]) => (blocks: readonly PayloadBlock[]): Operation => ({
      kind: 'move',
      ids: idsAt(blocks, chosen),
      before: blocks[at]?.id,
    })),
  fc
    .array(position, { minLength: 1, maxLength: 4 })
    .map((chosen) => (blocks: readonly PayloadBlock[]): Operation => ({ kind: 'remove', ids: idsAt(blocks, chosen) })),
  fc
    .tuple(fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }), position)
    .map(([blockIds, at]) => (blocks: readonly PayloadBlock[]): Operation => ({
      kind: 'insert',
      places: blockIds.map((blockId) => ({ id: undefined, blockId, role: 'system', enabled: false })),
      before: blocks[at]?.id,
    })),
  position.map(
    (at) =>
      (blocks: readonly PayloadBlock[]): Operation =>
        blocks[at] === undefined
          ? { kind: 'set', patch: { temperature: at } }
          : { kind: 'change', id: blocks[at].id, patch: { role: 'assistant' } },
  ),
);

describe('The history of the edits of a page', () => {
  it('takes any edits back, one by one, and makes them again, also of places that have come back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawn, { maxLength: 8 }),
        fc.array(fc.boolean(), { maxLength: 30 }),
        async (edits, walk) => {
          const payloads = new FakePayloads();
          const { id } = payloads.add('P', [0, 1, 2, 3, 0, 1]);
          const now = (): Payload => payloads.stored.get(id)!;
          const look = (): string =>
            JSON.stringify([
              now().temperature,
              now().blocks.map(({ blockId, role, enabled }) => [blockId, role, enabled]),
            ]);
          const history = new EditHistory(payloadOperations(id, payloads));
          await walkHistory({
            history,
            now,
            look,
            edits: edits.map((edit) => (thing: Payload) => edit(thing.blocks)),
            walk,
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('forgets the oldest of very many', async () => {
    const payloads = new FakePayloads();
    const payload = payloads.add('P');
    const history = new EditHistory(payloadOperations(payload.id, payloads));
    for (let temperature = 1; temperature <= 250; temperature++) {
      await history.perform({ kind: 'set', patch: { temperature } }, payloads.stored.get(payload.id)!, label);
    }
    while (history.undoLabel !== undefined) await history.undo();
    assert.equal(payloads.stored.get(payload.id)?.temperature, 50);
  });
});
