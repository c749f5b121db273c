import { text } from '../../../../shared/model/text';
import { type ModelFormat, template } from '../modelFormat';

/** Formats of the Gemma models: the first as llama.cpp writes it, the others as KoboldCpp does. */
export const googleFormats: readonly ModelFormat[] = [
  template('gemma', text('Gemma 2 and 3'), {
    system: ['', '\n\n'],
    user: ['<start_of_turn>user\n', '<end_of_turn>\n'],
    assistant: ['<start_of_turn>model\n', '<end_of_turn>\n'],
    stop: ['<end_of_turn>'],
    systemInUserTurn: true,
    trim: 'everything',
  }),
  template('gemma4', text('Gemma 4'), {
    system: ['<|turn>system\n', '<turn|>\n'],
    user: ['<|turn>user\n', '<turn|>\n'],
    assistant: ['<|turn>model\n', '<turn|>\n'],
    stop: ['<turn|>'],
  }),
  template('gemma4-nothink', text('Gemma 4, answering without thinking'), {
    system: ['<|turn>system\n', '<turn|>\n'],
    user: ['<|turn>user\n', '<turn|>\n'],
    assistant: ['<|turn>model\n', '<turn|>\n'],
    answerStart: '<|turn>model\n<|channel>thought\n<channel|>',
    stop: ['<turn|>'],
  }),
];
