import assert from 'node:assert/strict';
import { takeDragged } from '../../../../src/extension/platform/vscode/takeDragged';

const MIME = 'application/vnd.code.tree.things';

interface Thing {
  readonly kind: 'thing';
  readonly id: number;
}

function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'thing';
}

function held(...entries: readonly (readonly [mimeType: string, content: string])[]) {
  return entries.map(([name, content]) => [name, { asString: () => Promise.resolve(content) }] as const);
}

describe('the items of a drag', () => {
  const thing: Thing = { kind: 'thing', id: 1 };

  it('are read from JSON', async () => {
    assert.deepEqual(await takeDragged(held([MIME, JSON.stringify([thing])]), MIME, isThing), [thing]);
  });

  it('are found behind what VS Code puts under the same name', async () => {
    const source = JSON.stringify({ id: 'things', itemHandles: ['0/0:Thing'] });
    const data = held(['text/plain', '[]'], [MIME, source], [MIME, JSON.stringify([thing])]);
    assert.deepEqual(await takeDragged(data, MIME, isThing), [thing]);
  });

  it('are none where the drag holds something else', async () => {
    assert.deepEqual(await takeDragged(held(['text/plain', JSON.stringify([thing])]), MIME, isThing), []);
    assert.deepEqual(await takeDragged(held([MIME, 'no JSON']), MIME, isThing), []);
    assert.deepEqual(await takeDragged(held([MIME, '[{"kind":"other"}, null, 7]']), MIME, isThing), []);
  });
});
