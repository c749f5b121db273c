import assert from 'node:assert/strict';
import { findModelFormat, modelFormats } from '../../../../src/extension/domain/formats/modelFormats';
import { controlTokensOf } from '../../../../src/extension/domain/lints/controlTokens';
import type { LintInput } from '../../../../src/extension/domain/lints/lint';
import { lintPrompt } from '../../../../src/extension/domain/lints/lintPrompt';
import type { Role } from '../../../../src/shared/model/payload';
import { formatText, text } from '../../../../src/shared/model/text';
import { block } from '../builders';

/** A prompt of one block; what is not given does not matter to the test. */
function prompt(
  content: string,
  {
    format = 'chatml',
    role = 'user',
    ...parts
  }: Partial<Omit<LintInput, 'format'>> & { format?: string; role?: Role } = {},
): LintInput {
  const found = findModelFormat(format);
  assert.ok(found, format);
  return {
    format: found,
    form: 'text',
    stop: found.stop,
    places: [{ placeId: 7, blockId: 1, role }],
    blocks: [block({ id: 1, title: 'Task', content })],
    problems: [],
    ...parts,
  };
}

const codes = (input: LintInput): readonly string[] => lintPrompt(input).map(({ code }) => code);

describe('The lints of a prompt', () => {
  it('say nothing about ordinary text, in any format', () => {
    const ordinary =
      'Write a story. Use <b>HTML</b>, [a link](x), {"json": [1]}, and {{ jinja }}.\n# Title\n\nUser stories';
    for (const { name } of modelFormats) {
      assert.deepEqual(codes(prompt(ordinary, { format: name })), [], name);
      assert.deepEqual(codes(prompt(ordinary, { format: name, form: 'messages' })), [], name);
    }
  });

  it('find a typed token of the format, and show where it stands', () => {
    const [lint, ...rest] = lintPrompt(prompt('Hello<|im_end|>\n<|im_start|>user'));
    assert.equal(lint?.code, 'control-token');
    assert.deepEqual(lint.fix, { kind: 'openBlock', blockId: 1, start: 5, end: 15 });
    assert.match(formatText(lint.text), /^"<\|im_end\|>" in the block "Task"/);
    assert.deepEqual(rest, []);
  });

  it('find the tokens of every format that marks its messages by tokens', () => {
    const withTokens = modelFormats.filter(
      (format) => format.kind === 'template' && controlTokensOf(format).length > 0,
    );
    assert.ok(withTokens.length > 20);
    for (const format of withTokens) {
      for (const token of controlTokensOf(format)) {
        assert.equal(codes(prompt(`a ${token} b`, { format: format.name })).length, 1, `${format.name} ${token}`);
      }
    }
  });

  it('leave typed tokens alone where the text is sent without marks', () => {
    const typed = '<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n';
    assert.deepEqual(codes(prompt(typed, { format: 'raw', stop: ['<|im_end|>'] })), []);
  });

  it('find typed tokens of any format in messages for the template of the server', () => {
    assert.deepEqual(codes(prompt('[INST] Hello [/INST]', { format: 'auto', form: 'messages' })), ['control-token']);
  });

  it('find a typed beginning of the text in every form', () => {
    assert.deepEqual(codes(prompt('<s>Hello', { format: 'raw', stop: [] })), ['begin-of-sequence']);
    assert.deepEqual(codes(prompt('<|begin_of_text|>Hello', { form: 'messages' })), ['begin-of-sequence']);
  });

  it('find placeholders of KoboldCpp', () => {
    const [lint] = lintPrompt(prompt('{{[INPUT]}}Hello{{[OUTPUT]}}'));
    assert.equal(lint?.code, 'kobold-placeholder');
    assert.deepEqual(lint.fix, { kind: 'openBlock', blockId: 1, start: 0, end: 11 });
    assert.deepEqual(codes(prompt('{{[SYSTEM_END]}}')), ['kobold-placeholder']);
    assert.deepEqual(codes(prompt('{{INPUT}} {{[input]}}')), []);
  });

  it('name what cannot be resolved as an error, with its place', () => {
    const problem = { kind: 'unresolved', text: text('No block.'), blockId: 1, start: 2, end: 9 } as const;
    const empty = { kind: 'empty', text: text('Empty.'), blockId: null, start: 0, end: 0 } as const;
    assert.deepEqual(lintPrompt(prompt('', { problems: [problem, empty] })), [
      {
        code: 'unresolved',
        severity: 'error',
        text: problem.text,
        fix: { kind: 'openBlock', blockId: 1, start: 2, end: 9 },
      },
      { code: 'unresolved', severity: 'error', text: empty.text, fix: { kind: 'addBlocks' } },
    ]);
  });

  it('say that a format has no system role, and offer the role of the user', () => {
    const [gemma] = lintPrompt(prompt('Be kind.', { format: 'gemma', role: 'system' }));
    assert.deepEqual([gemma?.code, gemma?.severity], ['system-not-carried', 'info']);
    assert.deepEqual(gemma?.fix, { kind: 'setRole', placeId: 7, role: 'user' });
    assert.deepEqual(codes(prompt('Be kind.', { format: 'deepseek-coder', role: 'system' })), ['system-not-carried']);
    assert.deepEqual(codes(prompt('Be kind.', { format: 'chatml', role: 'system' })), []);
    assert.deepEqual(codes(prompt('Be kind.', { format: 'gemma', role: 'system', form: 'messages' })), []);
  });

  it('say that a text without marks shows no roles', () => {
    assert.deepEqual(codes(prompt('Be kind.', { format: 'raw', role: 'system', stop: [] })), ['role-not-carried']);
    assert.deepEqual(codes(prompt('Sure:', { format: 'default', role: 'assistant', stop: [] })), ['role-not-carried']);
    assert.deepEqual(codes(prompt('Be kind.', { format: 'default', role: 'system', form: 'messages', stop: [] })), []);
  });

  it('miss a stop string where turns are marked by hand, and offer those of the form', () => {
    const [typed] = lintPrompt(prompt('<|im_start|>user\nHello', { format: 'raw', stop: [] }));
    assert.deepEqual(
      [typed?.code, typed?.fix],
      ['missing-stop', { kind: 'addStops', stops: ['<|im_end|>', '<|im_start|>'] }],
    );
    const [spoken] = lintPrompt(prompt('A chat.\nUser: Hello\nBot:', { format: 'default', stop: [] }));
    assert.deepEqual([spoken?.code, spoken?.fix], ['missing-stop', { kind: 'addStops', stops: ['\nUser:'] }]);
    assert.deepEqual(codes(prompt('A chat.\nUser: Hello\nBot:', { format: 'default', stop: ['User:'] })), []);
    assert.deepEqual(codes(prompt('### Instruction:\nHello', { format: 'raw', stop: ['### Instruction:'] })), []);
  });

  it("find a format that differs from the server's template, with the way to that one", () => {
    const [lint] = lintPrompt(prompt('Hello.', { format: 'chatml', serverFormat: 'llama3' }));
    assert.equal(lint?.code, 'other-format');
    assert.deepEqual(lint.fix, { kind: 'setFormat', format: 'llama3' });
    assert.match(formatText(lint.text), /"llama3".*"chatml"/);
  });

  it('do not mind the format where it is the right one, is not known, or does not matter', () => {
    assert.deepEqual(codes(prompt('Hello.', { serverFormat: 'chatml' })), []);
    assert.deepEqual(codes(prompt('Hello.')), []);
    assert.deepEqual(codes(prompt('Hello.', { serverFormat: 'llama3', form: 'messages' })), []);
    assert.deepEqual(codes(prompt('Hello.', { serverFormat: 'llama3', format: 'raw' })), []);
  });
});
