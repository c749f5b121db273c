import assert from 'node:assert/strict';
import { assemble, type Assembly } from '../../../../src/extension/domain/payload/assemble';
import type { ExpansionContext } from '../../../../src/extension/domain/references/expansionContext';
import type { Payload } from '../../../../src/shared/model/payload';
import { formatText } from '../../../../src/shared/model/text';
import { answered, block, byId, context, payload } from '../builders';

const one = block({ id: 1, content: 'One.' });
const two = block({ id: 2, content: 'Two.\n' });
const empty = block({ id: 3, content: '' });
const blank = block({ id: 4, content: ' \n\n' });
const draft = block({ id: 5, content: 'Improve: {{response:Draft}}' });
const slot = block({ id: 6, title: 'Slot', tags: ['response', 'payload_9'] });
const literal = block({ id: 7, content: '\\{{Draft}}' });
const blocks = byId([one, two, empty, blank, draft, slot, literal]);

function assembled(of: Payload, within: ExpansionContext = context()): Assembly {
  return assemble(of, blocks, within);
}

/** Each message as role and text. */
function messages({ messages, problems }: Assembly): string[] {
  assert.deepEqual(problems, []);
  return messages.map(({ role, content }) => `${role}: ${content}`);
}

describe('a payload', () => {
  it('sends its blocks in order, a blank line between, the same one twice where it stands twice', () => {
    assert.deepEqual(messages(assembled(payload({ id: 1, blocks: [2, 1, 2] }))), ['user: Two.\n\n\nOne.\n\nTwo.\n']);
  });

  it('leaves out what is switched off or has no text, without leaving blank lines', () => {
    const places = [3, 1, 4, { blockId: 2, enabled: false }, 3, 1];
    const result = assembled(payload({ id: 1, blocks: places }));
    assert.deepEqual(messages(result), ['user: One.\n\nOne.']);
    assert.deepEqual(
      result.parts.map(({ placeId, blockId, role }) => [placeId, blockId, role]),
      [
        [101, 1, 'user'],
        [105, 1, 'user'],
      ],
    );
  });

  it('makes one message of neighbours with the same role, also around one without text', () => {
    const places = [
      { blockId: 1, role: 'system' },
      { blockId: 2, role: 'system' },
      { blockId: 1, role: 'user' },
      { blockId: 3, role: 'assistant' },
      { blockId: 1, role: 'user' },
      { blockId: 1, role: 'assistant' },
    ] as const;
    assert.deepEqual(messages(assembled(payload({ id: 1, blocks: places }))), [
      'system: One.\n\nTwo.\n',
      'user: One.\n\nOne.',
      'assistant: One.',
    ]);
  });

  it('sends the response that a slot stands for, and does not append it again', () => {
    const within = context({ slots: { 9: answered('A') }, previous: answered('A') });
    assert.deepEqual(messages(assembled(payload({ id: 1, blocks: [1, 6] }), within)), ['user: One.\n\nA']);
  });

  it('without any text is a problem, whatever came before', () => {
    for (const places of [[], [3, 4], [{ blockId: 1, enabled: false }]]) {
      const { problems, messages } = assembled(
        payload({ id: 1, name: 'P', blocks: places }),
        context({ previous: answered('A') }),
      );
      assert.deepEqual(
        problems.map(({ kind, blockId, text }) => [kind, blockId, formatText(text)]),
        [['empty', null, 'The payload "P" has no text to send. Add a block with text to it.']],
      );
      assert.deepEqual(messages, []);
    }
  });

  it('reports the problems of its references and not that it is empty because of them', () => {
    const { problems } = assembled(payload({ id: 1, blocks: [5] }));
    assert.deepEqual(
      problems.map(({ kind, blockId, start, end }) => [kind, blockId, start, end]),
      [['unresolved', 5, 9, 27]],
    );
  });

  it('reports a block that is not there', () => {
    const { problems } = assembled(payload({ id: 1, blocks: [1, 77] }));
    assert.deepEqual(
      problems.map(({ kind, blockId }) => [kind, blockId]),
      [['unresolved', 77]],
    );
  });
});

describe('the flow of a payload', () => {
  const within = context({ responses: { Draft: answered('D') }, previous: answered('{{Draft}}', 'Draft') });

  it('appends the last response by itself where the payload refers to none', () => {
    assert.deepEqual(messages(assembled(payload({ id: 1, blocks: [1] }), within)), [
      'user: One.\n\nPrevious response:\n{{Draft}}',
    ]);
    assert.deepEqual(messages(assembled(payload({ id: 1, blocks: [7] }), within)), [
      'user: {{Draft}}\n\nPrevious response:\n{{Draft}}',
    ]);
  });

  it('appends nothing by itself where the payload refers to a response', () => {
    assert.deepEqual(messages(assembled(payload({ id: 1, blocks: [1, 5] }), within)), ['user: One.\n\nImprove: D']);
  });

  it('appends always or never where told to', () => {
    assert.deepEqual(messages(assembled(payload({ id: 1, blocks: [5], flow: 'append' }), within)), [
      'user: Improve: D\n\nPrevious response:\n{{Draft}}',
    ]);
    assert.deepEqual(messages(assembled(payload({ id: 1, blocks: [1], flow: 'none' }), within)), ['user: One.']);
  });

  it('appends nothing in the first step', () => {
    for (const flow of ['auto', 'append'] as const) {
      assert.deepEqual(messages(assembled(payload({ id: 1, blocks: [1], flow }))), ['user: One.']);
    }
  });

  it('appends to the last message of the user, or makes one', () => {
    const example = [
      { blockId: 1, role: 'system' },
      { blockId: 1, role: 'user' },
      { blockId: 2, role: 'assistant' },
    ] as const;
    assert.deepEqual(messages(assembled(payload({ id: 1, blocks: example }), within)), [
      'system: One.',
      'user: One.\n\nPrevious response:\n{{Draft}}',
      'assistant: Two.\n',
    ]);
    assert.deepEqual(messages(assembled(payload({ id: 1, blocks: example.slice(0, 1) }), within)), [
      'system: One.',
      'user: Previous response:\n{{Draft}}',
    ]);
  });

  it('sends the response alone only where told to append it', () => {
    assert.deepEqual(messages(assembled(payload({ id: 1, flow: 'append' }), within)), [
      'user: Previous response:\n{{Draft}}',
    ]);
  });

  it('shows in a preview where the response will stand', () => {
    const preview = context({ previous: { state: 'pending', label: '«before»' } });
    const { messages: sent, appended } = assembled(payload({ id: 1, blocks: [1] }), preview);
    assert.equal(sent[0]?.content, 'One.\n\nPrevious response:\n«before»');
    assert.equal(appended.map(({ text }) => text).join(''), 'Previous response:\n«before»');
  });
});
