import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createLibraryLookup } from '../../../../src/extension/domain/references/library';
import { linkSteps, type LinkedStep, type LinkInput } from '../../../../src/extension/domain/workflow/links';
import { planWorkflow } from '../../../../src/extension/domain/workflow/plan';
import type { Block } from '../../../../src/shared/model/block';
import type { Payload } from '../../../../src/shared/model/payload';
import { block, byId, payload } from '../builders';

const texts = [
  'Write.',
  'Improve {{Draft}}',
  '{{previous}} and {{response:Draft}} and {{Draft}}',
  'Look: {{block:Improve}}',
  '{{#nobody}}',
  '',
];
const blocks: readonly Block[] = [
  ...texts.map((content, index) => block({ id: index + 1, content, title: index === 1 ? 'Improve' : `B${index}` })),
  block({ id: 9, tags: ['response', 'payload_1'], title: 'Slot' }),
];
const draft = payload({ id: 1, name: 'Draft', blocks: [1] });
const better = payload({ id: 2, name: 'Better', blocks: [2] });
const both = payload({ id: 3, name: 'Both', blocks: [3] });
const inner = payload({ id: 4, name: 'Inner', blocks: [4] });
const lost = payload({ id: 5, name: 'Lost', blocks: [5] });
const empty = payload({ id: 6, name: 'Empty', blocks: [6] });
const slot = payload({ id: 7, name: 'Slot', blocks: [9] });
const plain = payload({ id: 8, name: 'Plain', blocks: [1], flow: 'none' });
const payloads = [draft, better, both, inner, lost, empty, slot, plain];

function input(...steps: readonly (Payload | LinkedStep)[]): LinkInput {
  return {
    steps: steps.map((step) => ('payload' in step ? step : { payload: step, enabled: true })),
    payloads,
    blocks: byId(blocks),
    library: createLibraryLookup(blocks),
    variable: () => undefined,
  };
}

function off(one: Payload): LinkedStep {
  return { payload: one, enabled: false };
}

/** What each step takes, as `step:reason`. */
function links(...steps: readonly (Payload | LinkedStep)[]): readonly string[] {
  return linkSteps(input(...steps)).map((step) => step.links.map(({ from, by }) => `${from}:${by}`).join(' '));
}

/** Why each step cannot run. */
function faults(...steps: readonly (Payload | LinkedStep)[]): readonly unknown[] {
  return linkSteps(input(...steps)).flatMap((step, index) =>
    step.faults.map(({ problem, missing }) => [index, problem.kind, missing]),
  );
}

describe('the links between steps', () => {
  it('lead from the step just before where nothing is referred to', () => {
    assert.deepEqual(links(draft, draft, draft), ['', '0:flow', '1:flow']);
    assert.deepEqual(links(draft, plain), ['', '']);
  });

  it('lead from the steps that a text refers to, each once, also by way of other blocks and slots', () => {
    assert.deepEqual(links(draft, better, both), ['', '0:reference', '0:reference 1:reference']);
    assert.deepEqual(links(draft, plain, inner, slot), ['', '', '0:reference', '0:reference']);
  });

  it('are of both kinds where a payload refers and always takes the response just before', () => {
    assert.deepEqual(links(draft, plain, { ...better, flow: 'append' }), ['', '', '0:reference 1:flow']);
    assert.deepEqual(links(draft, { ...better, flow: 'append' }), ['', '0:reference 0:flow']);
  });

  it('lead from the nearest of several steps of a payload', () => {
    assert.deepEqual(links(draft, draft, plain, better), ['', '0:flow', '', '1:reference']);
  });

  it('pass over steps that are switched off, which have none themselves', () => {
    assert.deepEqual(links(draft, off(plain), draft, off(better)), ['', '', '0:flow', '']);
  });

  it('are none for a payload without text', () => {
    assert.deepEqual(links(draft, empty), ['', '']);
    assert.deepEqual(faults(draft, empty), [[1, 'empty', undefined]]);
  });

  it('say that only a later step gives a response', () => {
    assert.deepEqual(faults(better, plain, draft), [
      [0, 'notYetAnswered', { kind: 'later', payload: 'Draft', step: 2 }],
    ]);
    assert.deepEqual(faults(slot, draft), [[0, 'notYetAnswered', { kind: 'later', payload: 'Draft', step: 1 }]]);
  });

  it('say that the step that would give a response is switched off', () => {
    assert.deepEqual(faults(off(draft), better, draft), [
      [1, 'notYetAnswered', { kind: 'disabled', payload: 'Draft', step: 0 }],
    ]);
    assert.deepEqual(faults(off(plain), both, draft).slice(0, 1), [
      [1, 'notYetAnswered', { kind: 'disabled', payload: 'Plain', step: 0 }],
    ]);
  });

  it('say that no step gives a response, and which payload would', () => {
    assert.deepEqual(faults(better), [[0, 'notYetAnswered', { kind: 'absent', payload: 'Draft', payloadId: 1 }]]);
    assert.deepEqual(faults(inner), [[0, 'notYetAnswered', { kind: 'absent', payload: 'Draft', payloadId: 1 }]]);
  });

  it('have faults that no other step can mend', () => {
    assert.deepEqual(faults(both, lost), [
      [0, 'notYetAnswered', undefined],
      [0, 'notYetAnswered', { kind: 'absent', payload: 'Draft', payloadId: 1 }],
      [0, 'notYetAnswered', { kind: 'absent', payload: 'Draft', payloadId: 1 }],
      [1, 'unresolved', undefined],
    ]);
  });

  it('find exactly the faults for which a run would be refused, and only lead backwards', () => {
    const step = fc.record({ payload: fc.constantFrom(...payloads), enabled: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const linked = linkSteps(input(...steps));
        const enabled = steps.filter((one) => one.enabled).map((one) => one.payload);
        const planned = planWorkflow({ ...input(), steps: enabled });
        assert.deepEqual(
          linked.flatMap((one) => one.faults.map(({ problem }) => problem)),
          planned.map(({ problem }) => problem),
        );
        for (const [index, one] of linked.entries()) {
          for (const { from } of one.links) assert.ok(from < index && steps[from]?.enabled === true);
          for (const { missing } of one.faults) {
            if (missing?.kind === 'later') assert.ok(missing.step > index);
            if (missing?.kind === 'disabled') assert.equal(steps[missing.step]?.enabled, false);
          }
        }
      }),
    );
  });
});
