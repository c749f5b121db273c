import assert from 'node:assert/strict';
import { findModelFormat, modelFormatNames } from '../../../../src/extension/domain/formats/modelFormats';
import { plainText } from '../../../../src/extension/domain/formats/plainText';
import { renderMessages } from '../../../../src/extension/domain/formats/renderMessages';
import type { Message } from '../../../../src/extension/domain/ports/modelServer';
import { llamaCppTexts } from './llamaCppTexts';

const system: Message = { role: 'system', content: 'You are brief.' };
const hello: Message = { role: 'user', content: 'Hello' };
const hi: Message = { role: 'assistant', content: 'Hi' };
const bye: Message = { role: 'user', content: 'Bye' };

function rendered(name: string, ...messages: readonly Message[]): string {
  const format = findModelFormat(name);
  assert.ok(format, name);
  return renderMessages(messages, format).text;
}

/**
 * Formats without a text of llama.cpp to compare with: it does not have them (or, gpt-oss and zephyr, writes them
 * otherwise than the servers that run them), or they write nothing.
 */
const WITHOUT_TEXTS = [
  'default',
  'auto',
  'raw',
  'alpaca',
  'chatml-nothink',
  'deepseek3-nothink',
  'gemma4',
  'gemma4-nothink',
  'gpt-oss',
  'metharme',
  'minimax',
  'zephyr',
  'mistral',
  'llama',
  'llama_chat',
];

describe('a model format', () => {
  for (const { format, template, user, systemAndUser } of llamaCppTexts) {
    it(`${format} writes what llama.cpp writes for ${template}`, () => {
      assert.equal(rendered(format, hello), user);
      assert.equal(rendered(format, system, hello), systemAndUser);
    });
  }

  it('is compared with llama.cpp unless it is known not to be there', () => {
    const covered = [...llamaCppTexts.map(({ format }) => format), ...WITHOUT_TEXTS].sort();
    assert.deepEqual(
      covered,
      modelFormatNames()
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('writes earlier answers between the turns', () => {
    assert.equal(
      rendered('chatml', hello, hi, bye),
      '<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\nHi<|im_end|>\n<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n',
    );
    assert.equal(rendered('mistral-v3', hello, hi, bye), '[INST] Hello[/INST] Hi</s>[INST] Bye[/INST]');
    assert.equal(rendered('vicuna', hello, hi, bye), 'USER: Hello\nASSISTANT: Hi</s>\nUSER: Bye\nASSISTANT:');
  });

  it('lets the model go on with an answer that is begun', () => {
    assert.equal(rendered('chatml', hello, hi), '<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\nHi');
    assert.equal(
      rendered('chatml-nothink', hello, hi),
      '<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\nHi',
    );
    assert.equal(rendered('vicuna', hello, hi), 'USER: Hello\nASSISTANT: Hi');
    assert.equal(rendered('mistral-v3', hello, hi), '[INST] Hello[/INST] Hi');
  });

  it('writes the system message into the turn after it where models know no system role', () => {
    assert.equal(
      rendered('gemma', hello, hi, system, bye),
      '<start_of_turn>user\nHello<end_of_turn>\n<start_of_turn>model\nHi<end_of_turn>\n<start_of_turn>user\nYou are brief.\n\nBye<end_of_turn>\n<start_of_turn>model\n',
    );
    assert.equal(rendered('llama2', system), '[INST] You are brief. [/INST]');
  });

  it('trims contents only where its models were trained so', () => {
    const wide: readonly Message[] = [
      { role: 'user', content: ' a ' },
      { role: 'assistant', content: ' b ' },
      { role: 'user', content: ' c ' },
    ];
    assert.equal(rendered('mistral-v3', ...wide), '[INST]  a [/INST] b</s>[INST]  c [/INST]');
    assert.ok(rendered('llama3', ...wide).includes('\n\na<|eot_id|>'));
    assert.ok(rendered('chatml', ...wide).includes('\n a <|im_end|>'));
  });

  it('has its own system message only where none is given', () => {
    assert.ok(rendered('alpaca', hello).startsWith('Below is an instruction'));
    assert.equal(rendered('alpaca', system, hello), 'You are brief.\n\n### Instruction:\nHello\n\n### Response:\n');
    assert.equal(
      rendered('llama_chat', hello),
      '[INST] <<SYS>>\nYou are a helpful assistant.\n<</SYS>>\n\nHello [/INST]',
    );
    assert.equal(rendered('llama', hello), '[INST] Hello [/INST]');
  });

  it('without marks leaves the texts as they are, a blank line between', () => {
    for (const name of ['default', 'auto', 'raw']) {
      const format = findModelFormat(name);
      assert.equal(format?.kind, name);
      assert.deepEqual(renderMessages([system, hello], format), { text: 'You are brief.\n\nHello', stop: [] });
    }
    assert.equal(plainText([]), '');
  });

  it('stops where the next turn would begin, and never writes a BOS token', () => {
    for (const { name } of modelFormatNames()) {
      const format = findModelFormat(name);
      assert.ok(format);
      const { text, stop } = renderMessages([hello], format);
      assert.equal(stop.length > 0, format.kind === 'template', name);
      assert.ok(
        stop.every((end) => end !== '' && !text.endsWith(end)),
        name,
      );
      assert.doesNotMatch(text, /<s>|<bos>|<\|begin_of_text\|>|<\|startoftext\|>|<｜begin▁of▁sentence｜>/, name);
    }
  });

  it('has a name that no other has, and a description', () => {
    const names = modelFormatNames().map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(names.slice(0, 3), ['default', 'auto', 'raw']);
    assert.ok(modelFormatNames().every(({ description }) => description.message !== ''));
    assert.equal(findModelFormat('Chatml'), undefined);
  });
});
