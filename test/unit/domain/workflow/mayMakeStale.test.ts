import assert from 'node:assert/strict';
import type { LibraryChange } from '../../../../src/extension/domain/ports/changes';
import { mayMakeStale } from '../../../../src/extension/domain/workflow/mayMakeStale';

type Entry = Exclude<LibraryChange, 'everything'>[number];

describe('What may make a step stale', () => {
  const entry = (part: object): Entry => ({ id: 1, runId: 1, ...part }) as Entry;

  it('is a change of a block, a payload or a workflow, and what nobody knows', () => {
    for (const entity of ['block', 'payload', 'workflow']) {
      for (const action of ['added', 'changed', 'deleted']) {
        assert.equal(mayMakeStale([entry({ entity: 'run', action: 'changed' }), entry({ entity, action })]), true);
      }
    }
    assert.equal(mayMakeStale('everything'), true);
  });

  it('is another choice among responses, but not a new response', () => {
    assert.equal(mayMakeStale([entry({ entity: 'response', action: 'changed' })]), true);
    assert.equal(mayMakeStale([entry({ entity: 'response', action: 'added' })]), false);
  });

  it('is nothing of a run itself', () => {
    assert.equal(mayMakeStale([entry({ entity: 'run', action: 'added' })]), false);
    assert.equal(mayMakeStale([]), false);
  });
});
