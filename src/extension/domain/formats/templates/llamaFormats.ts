import { text } from '../../../../shared/model/text';
import { type ModelFormat, template } from '../modelFormat';

/** Formats of the Llama models, as llama.cpp writes them. */
export const llamaFormats: readonly ModelFormat[] = [
  template('llama2', text('Llama 2 Chat and its relatives'), {
    system: ['<<SYS>>\n', '\n<</SYS>>\n\n'],
    user: ['[INST] ', ' [/INST]'],
    assistant: ['', '</s>'],
    stop: ['</s>', '[INST]'],
    systemInUserTurn: true,
  }),
  template('llama3', text('Llama 3, 3.1, 3.2 and 3.3'), {
    system: ['<|start_header_id|>system<|end_header_id|>\n\n', '<|eot_id|>'],
    user: ['<|start_header_id|>user<|end_header_id|>\n\n', '<|eot_id|>'],
    assistant: ['<|start_header_id|>assistant<|end_header_id|>\n\n', '<|eot_id|>'],
    stop: ['<|eot_id|>', '<|start_header_id|>'],
    trim: 'everything',
  }),
  template('llama4', text('Llama 4'), {
    system: ['<|header_start|>system<|header_end|>\n\n', '<|eot|>'],
    user: ['<|header_start|>user<|header_end|>\n\n', '<|eot|>'],
    assistant: ['<|header_start|>assistant<|header_end|>\n\n', '<|eot|>'],
    stop: ['<|eot|>'],
    trim: 'everything',
  }),
];
