import assert from 'node:assert/strict';
import fc from 'fast-check';
import { detectFormat } from '../../../../src/extension/domain/formats/detectFormat';
import type { Marks, ModelFormat } from '../../../../src/extension/domain/formats/modelFormat';
import { findModelFormat, modelFormats } from '../../../../src/extension/domain/formats/modelFormats';

/** Formats that cannot be told from another one by a template: they differ only in how an answer begins, or in name. */
const SAME_TEMPLATE: Readonly<Record<string, string>> = {
  'chatml-nothink': 'chatml',
  'gemma4-nothink': 'gemma4',
  'deepseek3-nothink': 'deepseek3',
  mistral: 'mistral-v3-tekken',
  llama: 'llama2',
  llama_chat: 'llama2',
};

/** The oldest template of the Mistral models, whose system message stands behind the mark. */
const SYSTEM_BEHIND_INST = "{{ ' [INST] ' + system_message + '\\n\\n' + message['content'] + ' [/INST]' }}";

/** A Jinja template that writes what the format writes. */
function jinjaOf({ opening, system, user, assistant }: ModelFormat): string {
  const quoted = (text: string): string => `'${text.replaceAll('\n', '\\n')}'`;
  const turn = (role: string, { before, after }: Marks): string =>
    `{% elif message['role'] == '${role}' %}{{ ${quoted(before)} + message['content'] + ${quoted(after)} }}`;
  const turns = turn('system', system) + turn('user', user) + turn('assistant', assistant);
  return `{{ bos_token }}${opening}{% for message in messages %}${turns.replace('elif', 'if')}{% endif %}{% endfor %}`;
}

/** What templates hold besides the marks, where these alone do not tell the format. */
const REAL: Readonly<Record<string, (format: ModelFormat) => string>> = {
  'mistral-v1': () => SYSTEM_BEHIND_INST,
  'mistral-v3': (format) => `[AVAILABLE_TOOLS]{{ tools }}[/AVAILABLE_TOOLS]${jinjaOf(format)}`,
  'mistral-v3-tekken': () =>
    '{{- "[AVAILABLE_TOOLS]" + tools + "[/AVAILABLE_TOOLS]" }}{{- "[INST]" + message["content"] + "[/INST]" }}',
  mistral: () => REAL['mistral-v3-tekken']?.(findModelFormat('mistral-v3-tekken')!) ?? '',
  zephyr: () => "{% if message['role'] == 'user' %}{{ '<|user|>\\n' + message['content'] + eos_token }}{% endif %}",
  deepseek2: () => "{{ 'User: ' + message['content'] + '\\n\\n' }}{{ 'Assistant: ' + message['content'] + eos_token }}",
};

describe('detectFormat', () => {
  for (const format of modelFormats.filter(({ kind }) => kind === 'template')) {
    it(`knows a template of ${format.name}`, () => {
      const template = (REAL[format.name] ?? jinjaOf)(format);
      assert.equal(detectFormat(template), SAME_TEMPLATE[format.name] ?? format.name);
    });
  }

  it('knows the templates of Ollama, which are written for Go', () => {
    const chatml =
      '{{ if .System }}<|im_start|>system\n{{ .System }}<|im_end|>\n{{ end }}<|im_start|>user\n{{ .Prompt }}';
    assert.equal(detectFormat(chatml), 'chatml');
    const llama3 = '<|start_header_id|>user<|end_header_id|>\n\n{{ .Content }}<|eot_id|>';
    assert.equal(detectFormat(llama3), 'llama3');
    assert.equal(detectFormat('<start_of_turn>user\n{{ .Prompt }}<end_of_turn>\n'), 'gemma');
    assert.equal(detectFormat('[INST] <<SYS>>{{ .System }}<</SYS>>\n\n{{ .Prompt }} [/INST]'), 'llama2');
  });

  it('takes a template with the marks of Zephyr but other ends for none of ours', () => {
    assert.equal(
      detectFormat("{{ '<|user|>\\n' + message['content'] + '\\n' }}{{ '<|assistant|>\\n' + content + eos_token }}"),
      undefined,
    );
  });

  it('says nothing of a template without marks', () => {
    assert.equal(detectFormat(''), undefined);
    assert.equal(
      detectFormat("{% for m in messages %}{{ m['content'] }}{% if not loop.last %}\n{% endif %}{% endfor %}"),
      undefined,
    );
  });

  it('gives nothing but names from the list, whatever a server sends', () => {
    const marks = modelFormats.flatMap(({ user, assistant }) => [user.before, user.after, assistant.before]);
    const pieces = fc.array(fc.oneof(fc.constantFrom(...marks), fc.string()), { maxLength: 6 });
    fc.assert(
      fc.property(pieces, (parts) => {
        const name = detectFormat(parts.join(''));
        assert.ok(name === undefined || findModelFormat(name)?.kind === 'template', name);
      }),
    );
  });
});
