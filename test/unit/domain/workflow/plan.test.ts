import assert from 'node:assert/strict';
import { planWorkflow } from '../../../../src/extension/domain/workflow/plan';
import { createLibraryLookup } from '../../../../src/extension/domain/references/library';
import type { Block } from '../../../../src/shared/model/block';
import type { Payload } from '../../../../src/shared/model/payload';
import { block, byId, payload } from '../builders';

function plan(steps: readonly Payload[], blocks: readonly Block[], others: readonly Payload[] = []): unknown[] {
  const problems = planWorkflow({
    steps,
    payloads: [...steps, ...others],
    blocks: byId(blocks),
    library: createLibraryLookup(blocks),
    variable: (name) => (name === 'known' ? 'value' : undefined),
  });
  return problems.map(({ stepIndex, payloadName, problem }) => [stepIndex, payloadName, problem.kind, problem.blockId]);
}

describe('planning a workflow', () => {
  const task = block({ id: 1, content: 'Write.' });
  const improve = block({ id: 2, content: 'Improve {{Draft}} {{$known}}' });
  const previous = block({ id: 3, content: '{{previous}}' });
  const slot = block({ id: 4, tags: ['response', 'payload_1'] });
  const draft = payload({ id: 1, name: 'Draft', blocks: [1] });
  const better = payload({ id: 2, name: 'Better', blocks: [2] });

  it('finds nothing where every step uses what an earlier one gives', () => {
    const chain = payload({ id: 3, name: 'Chain', blocks: [3, 4] });
    assert.deepEqual(plan([draft, better, chain, better], [task, improve, previous, slot]), []);
  });

  it('finds responses that only a later step gives', () => {
    assert.deepEqual(plan([better, draft], [task, improve]), [[0, 'Better', 'notYetAnswered', 2]]);
  });

  it('finds payloads that are not in the workflow', () => {
    assert.deepEqual(plan([better], [improve], [draft]), [[0, 'Better', 'notYetAnswered', 2]]);
  });

  it('takes the name of no payload for text', () => {
    assert.deepEqual(plan([better], [improve]), []);
  });

  it('lets a payload that stands twice use its own earlier response', () => {
    const self = block({ id: 5, content: 'More: {{response:Self}}' });
    const twice = payload({ id: 5, name: 'Self', blocks: [5] });
    assert.deepEqual(plan([twice, twice], [self]), [[0, 'Self', 'notYetAnswered', 5]]);
  });

  it('finds the response before the first step, slots without response, and payloads without text', () => {
    const first = payload({ id: 6, name: 'First', blocks: [3, 4] });
    const empty = payload({ id: 7, name: 'Empty' });
    assert.deepEqual(plan([first, empty, draft], [previous, slot, task]), [
      [0, 'First', 'notYetAnswered', 3],
      [0, 'First', 'notYetAnswered', 4],
      [1, 'Empty', 'empty', null],
    ]);
  });

  it('finds what names nothing and what goes in circles, also in blocks within blocks', () => {
    const outer = block({ id: 8, title: 'Outer', content: '{{block:Inner}}' });
    const inner = block({ id: 9, title: 'Inner', content: '{{#none}} {{$unknown}} {{block:Outer}}' });
    assert.deepEqual(plan([payload({ id: 8, name: 'P', blocks: [8] })], [outer, inner]), [
      [0, 'P', 'unresolved', 9],
      [0, 'P', 'unresolved', 9],
      [0, 'P', 'cycle', 9],
    ]);
  });
});
