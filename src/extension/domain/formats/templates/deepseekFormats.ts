import { text } from '../../../../shared/model/text';
import { type ModelFormat, template } from '../modelFormat';

/** Formats of the DeepSeek models, as llama.cpp writes them. Their bars are U+FF5C and U+2581, not ASCII. */
export const deepseekFormats: readonly ModelFormat[] = [
  template('deepseek-coder', text('DeepSeek Coder'), {
    user: ['### Instruction:\n', '\n'],
    assistant: ['### Response:\n', '\n<|EOT|>\n'],
    stop: ['<|EOT|>'],
  }),
  template('deepseek2', text('DeepSeek V2 and V2.5'), {
    system: ['', '\n\n'],
    user: ['User: ', '\n\n'],
    assistant: ['Assistant: ', '<｜end▁of▁sentence｜>'],
    answerStart: 'Assistant:',
    stop: ['<｜end▁of▁sentence｜>', 'User:'],
  }),
  template('deepseek3', text('DeepSeek V3 and R1'), {
    system: ['', '\n\n'],
    user: ['<｜User｜>', ''],
    assistant: ['<｜Assistant｜>', '<｜end▁of▁sentence｜>'],
    stop: ['<｜end▁of▁sentence｜>'],
  }),
  template('deepseek3-nothink', text('DeepSeek V3.1, answering without thinking'), {
    system: ['', '\n\n'],
    user: ['<｜User｜>', ''],
    assistant: ['<｜Assistant｜>', '<｜end▁of▁sentence｜>'],
    answerStart: '<｜Assistant｜></think>',
    stop: ['<｜end▁of▁sentence｜>'],
  }),
];
