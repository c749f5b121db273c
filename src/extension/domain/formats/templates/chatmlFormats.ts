import { text } from '../../../../shared/model/text';
import { type ModelFormat, template } from '../modelFormat';

/** ChatML and the formats built like it, as llama.cpp and KoboldCpp write them. */
export const chatmlFormats: readonly ModelFormat[] = [
  template('chatml', text('Qwen, Hermes and many others'), {
    system: ['<|im_start|>system\n', '<|im_end|>\n'],
    user: ['<|im_start|>user\n', '<|im_end|>\n'],
    assistant: ['<|im_start|>assistant\n', '<|im_end|>\n'],
    stop: ['<|im_end|>', '<|im_start|>'],
  }),
  template('chatml-nothink', text('Qwen 3, answering without thinking'), {
    system: ['<|im_start|>system\n', '<|im_end|>\n'],
    user: ['<|im_start|>user\n', '<|im_end|>\n'],
    assistant: ['<|im_start|>assistant\n', '<|im_end|>\n'],
    answerStart: '<|im_start|>assistant\n<think>\n\n</think>\n',
    stop: ['<|im_end|>', '<|im_start|>'],
  }),
  template('phi4', text('Phi-4'), {
    system: ['<|im_start|>system<|im_sep|>', '<|im_end|>'],
    user: ['<|im_start|>user<|im_sep|>', '<|im_end|>'],
    assistant: ['<|im_start|>assistant<|im_sep|>', '<|im_end|>'],
    stop: ['<|im_end|>'],
  }),
  template('kimi-k2', text('Kimi K2'), {
    system: ['<|im_system|>system<|im_middle|>', '<|im_end|>'],
    user: ['<|im_user|>user<|im_middle|>', '<|im_end|>'],
    assistant: ['<|im_assistant|>assistant<|im_middle|>', '<|im_end|>'],
    stop: ['<|im_end|>'],
  }),
  template('minimax', text('MiniMax'), {
    system: [']~!b[]~b]system\n', '[e~[\n'],
    user: [']~b]user\n', '[e~[\n'],
    assistant: [']~b]ai\n', '[e~[\n'],
    stop: ['[e~['],
  }),
];
