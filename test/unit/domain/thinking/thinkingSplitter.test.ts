import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitThinking } from '../../../../src/extension/domain/thinking/splitThinking';
import { answerBeginning, thinkingMarks } from '../../../../src/extension/domain/thinking/thinkingMarks';
import { ThinkingSplitter } from '../../../../src/extension/domain/thinking/thinkingSplitter';

/** Splits an answer that arrives in these pieces behind a prompt. */
function split(
  pieces: readonly string[],
  prompt = '',
): { readonly text: string; readonly thinking: string; readonly takenBack: number } {
  let text = '';
  let thinking = '';
  let takenBack = 0;
  const splitter = new ThinkingSplitter(answerBeginning(prompt), {
    text: (piece) => {
      assert.notEqual(piece, '');
      text += piece;
    },
    thinking: (piece) => {
      assert.notEqual(piece, '');
      thinking += piece;
    },
    textWasThinking: () => {
      takenBack++;
      thinking += text;
      text = '';
    },
  });
  for (const piece of pieces) splitter.push(piece);
  splitter.end();
  return { text, thinking, takenBack };
}

function never(): never {
  throw new Error('This was not to be called.');
}

const cases: readonly (readonly [what: string, answer: string, thinking: string, text: string])[] = [
  ['no marks', 'Just an answer.', '', 'Just an answer.'],
  ['nothing', '', '', ''],
  ['nothing but blanks', ' \n\n ', '', ' \n\n '],
  ['blanks before the answer', '\n\n  Answer', '', '\n\n  Answer'],
  ['thinking before the answer', '<think>\nI think.\n</think>\n\nAnswer ', 'I think.\n', 'Answer '],
  ['blanks before the thinking', '\n <think>a</think>b', 'a', 'b'],
  ['empty thinking', '<think>\n\n</think>\n\nAnswer', '', 'Answer'],
  ['thinking without an end', '<think>and then', 'and then', ''],
  ['thinking twice', '<think>a</think>\n<think>b</think>\nc', 'ab', 'c'],
  ['the marks of Seed', '<seed:think>a</seed:think>b', 'a', 'b'],
  ['the marks of Gemma', '<|channel>thought\na<channel|>b', 'a', 'b'],
  [
    'the marks of harmony',
    '<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>b',
    'a',
    'b',
  ],
  [
    'the marks of harmony without <|end|>',
    '<|channel|>analysis<|message|>a<|start|>assistant<|channel|>final<|message|>b',
    'a',
    'b',
  ],
  ['only the closing mark', 'I think.\n</think>\n\nAnswer', 'I think.\n', 'Answer'],
  ['only the closing mark at the very beginning', '</think>\n\nAnswer', '', 'Answer'],
  ['only the closing mark at the very end', 'I think.</think>', 'I think.', ''],
  ['a closing mark in the answer behind thinking', '<think>a</think>b</think>c', 'a', 'b</think>c'],
  ['a second closing mark', 'a</think>b</think>c', 'a', 'b</think>c'],
  ['marks in the midst of the answer', 'Write <think>x</think> so.', '', 'Write <think>x</think> so.'],
  ['a closing mark in quotes', 'The tag `</think>` ends it.', '', 'The tag `</think>` ends it.'],
  ['a mark of another pair', '<think>a</seed:think>b</think>c', 'a</seed:think>b', 'c'],
  ['what only begins as a mark', '<thinker>x', '', '<thinker>x'],
  ['half a mark at the end', 'a</thin', '', 'a</thin'],
  ['half an opening mark', ' <thi', '', ' <thi'],
  ['half a closing mark in the thinking', '<think>a</thin', 'a</thin', ''],
];

describe('thinking', () => {
  for (const [what, answer, thinking, text] of cases) {
    it(`is told apart in an answer with ${what}, wherever it is cut`, () => {
      assert.deepEqual(splitThinking(answer), { text, thinking });
      for (let at = 0; at <= answer.length; at++) {
        const cut = split([answer.slice(0, at), answer.slice(at)]);
        assert.deepEqual([cut.text, cut.thinking], [text, thinking], `cut at ${String(at)}`);
      }
      const { takenBack, ...parts } = split(answer.match(/[^]/g) ?? []);
      assert.deepEqual(parts, { text, thinking }, 'unit by unit');
      assert.ok(takenBack <= 1);
    });
  }

  it('begins with the answer where the prompt ends with an opening mark', () => {
    const prompt = '<｜User｜>Why?<｜Assistant｜><think>\n';
    assert.deepEqual(split(['Because', '.</thi', 'nk>\n\nSo.'], prompt), {
      text: 'So.',
      thinking: 'Because.',
      takenBack: 0,
    });
  });

  it('is over where the prompt ends with a closing mark: later ones are text', () => {
    const prompt = '<|im_start|>assistant\n<think>\n\n</think>\n';
    assert.equal(split(['A </think> B'], prompt).text, 'A </think> B');
    assert.equal(split(['A </think> B'], '<｜Assistant｜></think>').text, 'A </think> B');
  });

  it('is what the server tells apart: a closing mark in the text is text then', () => {
    let text = '';
    const splitter = new ThinkingSplitter(
      { kind: 'open' },
      {
        text: (piece) => (text += piece),
        thinking: never,
        textWasThinking: never,
      },
    );
    splitter.toldApart();
    splitter.push('a </think> b');
    splitter.end();
    assert.equal(text, 'a </think> b');
  });

  it('is passed on while it arrives, and so is the answer', () => {
    const seen: string[] = [];
    const splitter = new ThinkingSplitter(
      { kind: 'open' },
      {
        text: (piece) => seen.push(`text ${piece}`),
        thinking: (piece) => seen.push(`thinking ${piece}`),
        textWasThinking: never,
      },
    );
    for (const piece of ['<think>', 'one', ' two', '</think>', 'three', ' four']) splitter.push(piece);
    assert.deepEqual(seen, ['thinking one', 'thinking  two', 'text three', 'text  four']);
  });

  it('is the same however an answer is cut, and nothing but marks and blanks beside them is lost', () => {
    const marks = thinkingMarks.flatMap(({ open, close }) => [open, ...close]);
    const part = fc.oneof(
      fc.constantFrom(...marks),
      fc.constantFrom(...marks).chain((mark) => fc.nat(mark.length).map((length) => mark.slice(0, length))),
      fc.constantFrom(' ', '\n', '`', '<', 'word', '\u{1f600}'),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    const answer = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(answer, fc.array(fc.nat(), { maxLength: 8 }), (whole, places) => {
        const at = [...new Set(places.map((place) => place % (whole.length + 1)))].sort((a, b) => a - b);
        const pieces = [0, ...at].map((from, index) => whole.slice(from, at[index] ?? whole.length));
        const cut = split(pieces);
        const { text, thinking } = split([whole]);
        assert.deepEqual([cut.text, cut.thinking], [text, thinking]);
        let rest = thinking + text;
        const lost = whole.length - rest.length;
        assert.ok(lost >= 0);
        if (!marks.some((mark) => whole.includes(mark))) assert.equal(text, whole);
        for (const unit of whole) if (rest.startsWith(unit)) rest = rest.slice(unit.length);
        assert.equal(rest, '', 'what comes out stands in the answer in this order');
      }),
      { numRuns: 300 },
    );
  });
});
