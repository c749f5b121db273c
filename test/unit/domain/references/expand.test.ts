import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Expansion, expand, expandBlock } from '../../../../src/extension/domain/references/expand';
import type { ExpansionContext } from '../../../../src/extension/domain/references/expansionContext';
import { parseReferences } from '../../../../src/extension/domain/references/parse';
import { joinSegments } from '../../../../src/extension/domain/references/segment';
import { formatText } from '../../../../src/shared/model/text';
import { answered, block, context } from '../builders';
import { textWithBraces } from './textWithBraces';

/** The id of the block that holds the texts below. */
const OUTER = 99;

function textOf(content: string, within: ExpansionContext): string {
  const expansion = expand(content, OUTER, within);
  assert.deepEqual(expansion.problems, []);
  return joinSegments(expansion.segments);
}

/** Each problem as kind, block, the text it stands at, and sentence. */
function problemsOf({ problems }: Expansion): unknown[] {
  return problems.map(({ kind, blockId, start, end, text }) => [kind, blockId, start, end, formatText(text)]);
}

describe('expansion', () => {
  const style = block({ id: 1, folderPath: 'A', title: 'Short', tags: ['style'], content: 'Be short.' });
  const tone = block({ id: 2, folderPath: 'A', title: 'Kind', tags: ['style', 'tone'], content: 'Be kind.' });
  const empty = block({ id: 3, folderPath: 'A', title: 'Later', tags: ['style'], content: ' \n' });

  it('puts the blocks of a tag in, by place, with blank lines between, without empty ones', () => {
    assert.equal(textOf('<{{#style}}>', context({ blocks: [style, tone, empty] })), '<Be kind.\n\nBe short.>');
  });

  it('puts one block in by its path', () => {
    assert.equal(textOf('{{ block: A/Short }}', context({ blocks: [style] })), 'Be short.');
  });

  it('puts responses in by name, in both forms, and the one before', () => {
    const within = context({ responses: { Draft: answered('D') }, previous: answered('P') });
    assert.equal(textOf('{{response:Draft}} {{Draft}} {{previous}}', within), 'D D P');
  });

  it('puts variables in', () => {
    assert.equal(textOf('{{$who}}', context({ variables: { who: 'me' } })), 'me');
  });

  it('leaves braces alone that name no payload', () => {
    const text = '{"a":{"b":{}}} {{[INPUT]}} {{ x | y }} {{Draft}} {{';
    assert.equal(textOf(text, context()), text);
  });

  it('takes the backslash of an escape away', () => {
    assert.equal(textOf('\\{{#style}} \\\\{{#tone}}', context({ blocks: [tone] })), '{{#style}} \\Be kind.');
  });

  it('expands the references in the blocks it puts in', () => {
    const outer = block({ id: 4, title: 'Outer', content: '1 {{block:A/Short}} {{$v}} \\{{x}}' });
    assert.equal(
      textOf('{{block:Outer}}!', context({ blocks: [outer, style], variables: { v: '{{previous}}' } })),
      '1 Be short. {{previous}} {{x}}!',
    );
  });

  it('never expands what a model or a variable says', () => {
    const nasty = 'see {{#style}} and \\{{x}} {{previous}}';
    const within = context({
      blocks: [style],
      responses: { Draft: answered(nasty) },
      previous: answered(nasty),
      variables: { v: nasty },
    });
    assert.equal(textOf('{{Draft}}|{{$v}}|{{previous}}', within), [nasty, nasty, nasty].join('|'));
  });

  it('does not build a reference out of pieces', () => {
    const within = context({ blocks: [style], variables: { open: '{{', close: '#style}}' } });
    assert.equal(textOf('{{$open}}{{$close}}', within), '{{#style}}');
  });

  it('says where each piece comes from', () => {
    const within = context({ blocks: [style], responses: { Draft: answered('D') }, variables: { v: 'V' } });
    const { segments, usesResponses } = expand('a {{block:A/Short}}{{Draft}}{{$v}} \\{{z', OUTER, within);
    assert.deepEqual(segments, [
      { text: 'a ', source: { kind: 'author', blockId: OUTER } },
      { text: 'Be short.', source: { kind: 'author', blockId: 1 } },
      { text: 'D', source: { kind: 'response', payloadName: 'Draft' } },
      { text: 'V', source: { kind: 'variable', name: 'v' } },
      { text: ' {{z', source: { kind: 'author', blockId: OUTER } },
    ]);
    assert.equal(usesResponses, true);
    assert.equal(expand('{{block:A/Short}}', OUTER, within).usesResponses, false);
  });

  it('stands in for a response that is still to come', () => {
    const within = context({ responses: { Draft: { state: 'pending', label: '«Draft»' } } });
    const { segments, problems } = expand('{{Draft}}', OUTER, within);
    assert.deepEqual(segments, [{ text: '«Draft»', source: { kind: 'placeholder', label: '«Draft»' } }]);
    assert.deepEqual(problems, []);
  });

  it('finds everything that names nothing, each with its place', () => {
    const text = '{{#no}} {{block:no/no}} {{response:no}} {{$no}} {{#}}';
    assert.deepEqual(problemsOf(expand(text, OUTER, context())), [
      ['unresolved', OUTER, 0, 7, 'No block has the tag "no".'],
      ['unresolved', OUTER, 8, 23, 'There is no block "no/no".'],
      ['unresolved', OUTER, 24, 39, 'There is no payload "no".'],
      ['unresolved', OUTER, 40, 47, 'The workflow has no variable "no".'],
      ['unresolved', OUTER, 48, 53, 'No block has the tag "".'],
    ]);
  });

  it('finds responses that are not there yet', () => {
    const within = context({ responses: { Later: { state: 'later' } } });
    assert.deepEqual(problemsOf(expand('{{Later}} {{response:Later}}{{previous}}', OUTER, within)), [
      ['notYetAnswered', OUTER, 0, 9, 'No step before this one gives a response of the payload "Later".'],
      ['notYetAnswered', OUTER, 10, 28, 'No step before this one gives a response of the payload "Later".'],
      ['notYetAnswered', OUTER, 28, 40, 'There is no response before the first step.'],
    ]);
  });

  it('names the block that holds a nested problem, once, however often it is put in', () => {
    const inner = block({ id: 4, title: 'Inner', content: 'x {{#no}}' });
    const expansion = expand('{{block:Inner}}{{block:Inner}}', OUTER, context({ blocks: [inner] }));
    assert.deepEqual(problemsOf(expansion), [['unresolved', 4, 2, 9, 'No block has the tag "no".']]);
  });

  it('finds circles of any length and names them', () => {
    const blocks = [
      block({ id: 1, title: 'A', content: '{{block:F/B}}' }),
      block({ id: 2, folderPath: 'F', title: 'B', content: '..{{#c}}' }),
      block({ id: 3, title: 'C', tags: ['c'], content: '{{block:A}}' }),
      block({ id: 4, title: 'Self', content: '{{block:Self}}' }),
    ];
    const within = context({ blocks });
    assert.deepEqual(problemsOf(expand('{{block:F/B}}', 1, within)), [
      ['cycle', 3, 0, 11, 'Blocks contain each other in a circle: A → F/B → C → A.'],
    ]);
    assert.deepEqual(problemsOf(expand('{{block:Self}}', OUTER, within)), [
      ['cycle', 4, 0, 14, 'Blocks contain each other in a circle: Self → Self.'],
    ]);
  });

  it('lets the same block stand twice where it is no circle', () => {
    assert.equal(textOf('{{#tone}} {{block:A/Kind}}', context({ blocks: [tone] })), 'Be kind. Be kind.');
  });

  it('gives up on blocks that double each other, with or without text', () => {
    for (const [seed, limits] of [
      ['some text', { size: 10_000, depth: 64, blocks: 100_000 }],
      ['', { size: 10_000, depth: 64, blocks: 1000 }],
    ] as const) {
      const blocks = Array.from({ length: 50 }, (_, level) =>
        block({
          id: level + 1,
          title: `L${level}`,
          content: level === 0 ? seed : `{{block:L${level - 1}}}{{block:L${level - 1}}}`,
        }),
      );
      const { problems, segments } = expand('{{block:L49}}', OUTER, context({ blocks }), limits);
      assert.deepEqual(
        problems.map(({ kind }) => kind),
        ['tooLarge'],
      );
      assert.ok(joinSegments(segments).length <= limits.size);
    }
  });

  it('gives up on blocks within blocks without end', () => {
    const blocks = Array.from({ length: 5000 }, (_, level) =>
      block({ id: level + 1, title: `L${level}`, content: `{{block:L${level + 1}}}` }),
    );
    const { problems } = expand('{{block:L0}}', OUTER, context({ blocks }));
    assert.deepEqual(
      problems.map(({ kind }) => kind),
      ['tooLarge'],
    );
  });

  it('puts a library of ten thousand blocks in by one tag', () => {
    const blocks = Array.from({ length: 10_000 }, (_, id) => block({ id: id + 1000, tags: ['t'], content: 'x' }));
    assert.equal(textOf('{{#t}}', context({ blocks })).length, 10_000 + 2 * 9_999);
  });

  it('leaves no reference and no escape of an author behind', () => {
    const inner = block({ id: 1, title: 'a', folderPath: '', tags: ['a', 'b'], content: 'inner' });
    const all: ExpansionContext = {
      ...context({ previous: answered('P') }),
      blocksByTag: () => [inner],
      blockByPath: () => inner,
      response: () => answered('R'),
      isPayload: () => true,
      variable: () => 'V',
    };
    fc.assert(
      fc.property(textWithBraces, (text) => {
        fc.pre(!text.includes('\\{{'));
        // Piece by piece: around a replaced reference, what is left may well look like one, and is text.
        for (const segment of expand(text, OUTER, all).segments) {
          assert.deepEqual(parseReferences(segment.text), []);
        }
      }),
    );
  });

  it('keeps model text byte for byte wherever it is put in', () => {
    fc.assert(
      fc.property(textWithBraces, textWithBraces, textWithBraces, (before, model, after) => {
        const content = `${before}\n{{previous}}\n${after}`;
        const { segments } = expand(content, OUTER, context({ previous: answered(model) }));
        const texts = segments.filter(({ source }) => source.kind === 'response').map(({ text }) => text);
        const places = parseReferences(content).filter(({ form }) => form === 'previous').length;
        assert.deepEqual(texts, model === '' ? [] : Array<string>(places).fill(model));
      }),
    );
  });
});

describe('a response slot', () => {
  const slot = block({ id: 7, title: 'Draft - response', tags: ['response', 'payload_3'], content: 'not this' });

  it('is the response of its payload, in a list and where it is referred to', () => {
    const within = context({ blocks: [slot], slots: { 3: answered('{{previous}}', 'Draft') } });
    const { segments, usesResponses } = expandBlock(slot, within);
    assert.deepEqual(segments, [{ text: '{{previous}}', source: { kind: 'response', payloadName: 'Draft' } }]);
    assert.equal(usesResponses, true);
    assert.equal(textOf('<{{#response}}>', within), '<{{previous}}>');
    assert.equal(expand('{{#response}}', OUTER, within).usesResponses, true);
  });

  it('is a problem where the payload does not answer before, or does not exist', () => {
    assert.deepEqual(problemsOf(expandBlock(slot, context({ slots: { 3: { state: 'later' } } }))), [
      ['notYetAnswered', 7, 0, 0, 'The block "Draft - response" stands for a response that no earlier step gives.'],
    ]);
    assert.deepEqual(problemsOf(expand('{{#response}}', OUTER, context({ blocks: [slot] }))), [
      [
        'unresolved',
        OUTER,
        0,
        13,
        'The block "Draft - response" stands for the response of payload 3, which does not exist.',
      ],
    ]);
  });
});
