import { text } from '../../../../shared/model/text';
import { type ModelFormat, template } from '../modelFormat';

/** Formats that name the speaker in words, as llama.cpp writes them; alpaca as Ollama does. */
export const wordFormats: readonly ModelFormat[] = [
  template('alpaca', text('Alpaca and models tuned on instructions'), {
    system: ['', '\n\n'],
    user: ['### Instruction:\n', '\n\n'],
    assistant: ['### Response:\n', '\n\n'],
    stop: ['### Instruction:', '### Response'],
    defaultSystem:
      'Below is an instruction that describes a task. Write a response that appropriately completes the request.',
  }),
  template('vicuna', text('Vicuna'), {
    system: ['', '\n\n'],
    user: ['USER: ', '\n'],
    assistant: ['ASSISTANT: ', '</s>\n'],
    answerStart: 'ASSISTANT:',
    stop: ['</s>', 'USER:'],
  }),
  template('vicuna-orca', text('Vicuna with a named system message'), {
    system: ['SYSTEM: ', '\n'],
    user: ['USER: ', '\n'],
    assistant: ['ASSISTANT: ', '</s>\n'],
    answerStart: 'ASSISTANT:',
    stop: ['</s>', 'USER:'],
  }),
  template('openchat', text('OpenChat'), {
    system: ['', '<|end_of_turn|>'],
    user: ['GPT4 Correct User: ', '<|end_of_turn|>'],
    assistant: ['GPT4 Correct Assistant: ', '<|end_of_turn|>'],
    answerStart: 'GPT4 Correct Assistant:',
    stop: ['<|end_of_turn|>'],
  }),
];
