import { text } from '../../../../shared/model/text';
import { type ModelFormat, template } from '../modelFormat';

/** Formats of the Mistral models, as llama.cpp writes them. They differ only in blanks and in the system message. */
export const mistralFormats: readonly ModelFormat[] = [
  template('mistral-v1', text('Mistral 7B v0.1 and v0.2, Mixtral 8x7B'), {
    system: ['', '\n\n'],
    user: [' [INST] ', ' [/INST]'],
    assistant: [' ', '</s>'],
    answerStart: '',
    stop: ['</s>', '[INST]'],
    systemInUserTurn: true,
  }),
  template('mistral-v3', text('Mistral 7B v0.3, Mixtral 8x22B'), {
    system: ['', '\n\n'],
    user: ['[INST] ', '[/INST]'],
    assistant: [' ', '</s>'],
    answerStart: '',
    stop: ['</s>', '[INST]'],
    systemInUserTurn: true,
    trim: 'answers',
  }),
  template('mistral-v3-tekken', text('Mistral Nemo'), {
    system: ['', '\n\n'],
    user: ['[INST]', '[/INST]'],
    assistant: ['', '</s>'],
    stop: ['</s>', '[INST]'],
    systemInUserTurn: true,
  }),
  template('mistral-v7', text('Mistral Large 2411'), {
    system: ['[SYSTEM_PROMPT] ', '[/SYSTEM_PROMPT]'],
    user: ['[INST] ', '[/INST]'],
    assistant: [' ', '</s>'],
    answerStart: '',
    stop: ['</s>', '[INST]'],
  }),
  template('mistral-v7-tekken', text('Mistral Small 3 and newer'), {
    system: ['[SYSTEM_PROMPT]', '[/SYSTEM_PROMPT]'],
    user: ['[INST]', '[/INST]'],
    assistant: ['', '</s>'],
    stop: ['</s>', '[INST]'],
  }),
];
