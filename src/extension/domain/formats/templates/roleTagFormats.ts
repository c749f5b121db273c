import { text } from '../../../../shared/model/text';
import { type ModelFormat, template } from '../modelFormat';

/** Formats that name the role in a tag, as llama.cpp and KoboldCpp write them; zephyr as Ollama does. */
export const roleTagFormats: readonly ModelFormat[] = [
  template('phi3', text('Phi-3'), {
    system: ['<|system|>\n', '<|end|>\n'],
    user: ['<|user|>\n', '<|end|>\n'],
    assistant: ['<|assistant|>\n', '<|end|>\n'],
    stop: ['<|end|>'],
  }),
  template('zephyr', text('Zephyr, StableLM'), {
    system: ['<|system|>\n', '</s>\n'],
    user: ['<|user|>\n', '</s>\n'],
    assistant: ['<|assistant|>\n', '</s>\n'],
    stop: ['</s>', '<|endoftext|>', '<|user|>'],
  }),
  template('command-r', text('Command R'), {
    system: ['<|START_OF_TURN_TOKEN|><|SYSTEM_TOKEN|>', '<|END_OF_TURN_TOKEN|>'],
    user: ['<|START_OF_TURN_TOKEN|><|USER_TOKEN|>', '<|END_OF_TURN_TOKEN|>'],
    assistant: ['<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>', '<|END_OF_TURN_TOKEN|>'],
    stop: ['<|END_OF_TURN_TOKEN|>'],
    trim: 'everything',
  }),
  template('glm4', text('GLM-4'), {
    opening: '[gMASK]<sop>',
    system: ['<|system|>\n', ''],
    user: ['<|user|>\n', ''],
    assistant: ['<|assistant|>\n', ''],
    stop: ['<|user|>'],
  }),
  template('granite', text('Granite 3 and 4'), {
    system: ['<|start_of_role|>system<|end_of_role|>', '<|end_of_text|>\n'],
    user: ['<|start_of_role|>user<|end_of_role|>', '<|end_of_text|>\n'],
    assistant: ['<|start_of_role|>assistant<|end_of_role|>', '<|end_of_text|>\n'],
    stop: ['<|end_of_text|>'],
  }),
  template('gpt-oss', text('gpt-oss, answering without thinking'), {
    system: ['<|start|>developer<|message|># Instructions\n\n', '\n\n<|end|>'],
    user: ['<|start|>user<|message|>', '<|end|>'],
    assistant: ['<|start|>assistant<|channel|>final<|message|>', '<|end|>'],
    stop: ['<|return|>', '<|end|>'],
  }),
  template('seed-oss', text('Seed-OSS'), {
    system: ['<seed:bos>system\n', '<seed:eos>'],
    user: ['<seed:bos>user\n', '<seed:eos>'],
    assistant: ['<seed:bos>assistant\n', '<seed:eos>'],
    stop: ['<seed:eos>'],
    trim: 'answers',
  }),
  template('exaone', text('EXAONE 3 and 4'), {
    system: ['[|system|]', '[|endofturn|]\n'],
    user: ['[|user|]', '\n'],
    assistant: ['[|assistant|]', '[|endofturn|]\n'],
    stop: ['[|endofturn|]'],
    trim: 'everything',
  }),
  template('metharme', text('Metharme, Pygmalion'), {
    system: ['<|system|>', ''],
    user: ['<|user|>', ''],
    assistant: ['<|model|>', ''],
    stop: ['<|user|>', '</s>'],
  }),
];
