/** A format with the texts that llama.cpp writes for its template of that name. */
export interface ExpectedText {
  readonly format: string;
  /** The template's name in llama.cpp. */
  readonly template: string;
  /** For a user who says "Hello". */
  readonly user: string;
  /** The same after the system message "You are brief." */
  readonly systemAndUser: string;
}

/** What llama.cpp itself renders, for every format of ours that it has with the same strings. No BOS token in any. */
export const llamaCppTexts: readonly ExpectedText[] = [
  {
    format: 'chatml',
    template: 'chatml',
    user: '<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n',
    systemAndUser:
      '<|im_start|>system\nYou are brief.<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n',
  },
  {
    format: 'llama2',
    template: 'llama2-sys',
    user: '[INST] Hello [/INST]',
    systemAndUser: '[INST] <<SYS>>\nYou are brief.\n<</SYS>>\n\nHello [/INST]',
  },
  {
    format: 'llama3',
    template: 'llama3',
    user: '<|start_header_id|>user<|end_header_id|>\n\nHello<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
    systemAndUser:
      '<|start_header_id|>system<|end_header_id|>\n\nYou are brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHello<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
  },
  {
    format: 'llama4',
    template: 'llama4',
    user: '<|header_start|>user<|header_end|>\n\nHello<|eot|><|header_start|>assistant<|header_end|>\n\n',
    systemAndUser:
      '<|header_start|>system<|header_end|>\n\nYou are brief.<|eot|><|header_start|>user<|header_end|>\n\nHello<|eot|><|header_start|>assistant<|header_end|>\n\n',
  },
  {
    format: 'mistral-v1',
    template: 'mistral-v1',
    user: ' [INST] Hello [/INST]',
    systemAndUser: ' [INST] You are brief.\n\nHello [/INST]',
  },
  {
    format: 'mistral-v3',
    template: 'mistral-v3',
    user: '[INST] Hello[/INST]',
    systemAndUser: '[INST] You are brief.\n\nHello[/INST]',
  },
  {
    format: 'mistral-v3-tekken',
    template: 'mistral-v3-tekken',
    user: '[INST]Hello[/INST]',
    systemAndUser: '[INST]You are brief.\n\nHello[/INST]',
  },
  {
    format: 'mistral-v7',
    template: 'mistral-v7',
    user: '[INST] Hello[/INST]',
    systemAndUser: '[SYSTEM_PROMPT] You are brief.[/SYSTEM_PROMPT][INST] Hello[/INST]',
  },
  {
    format: 'mistral-v7-tekken',
    template: 'mistral-v7-tekken',
    user: '[INST]Hello[/INST]',
    systemAndUser: '[SYSTEM_PROMPT]You are brief.[/SYSTEM_PROMPT][INST]Hello[/INST]',
  },
  {
    format: 'gemma',
    template: 'gemma',
    user: '<start_of_turn>user\nHello<end_of_turn>\n<start_of_turn>model\n',
    systemAndUser: '<start_of_turn>user\nYou are brief.\n\nHello<end_of_turn>\n<start_of_turn>model\n',
  },
  {
    format: 'phi3',
    template: 'phi3',
    user: '<|user|>\nHello<|end|>\n<|assistant|>\n',
    systemAndUser: '<|system|>\nYou are brief.<|end|>\n<|user|>\nHello<|end|>\n<|assistant|>\n',
  },
  {
    format: 'phi4',
    template: 'phi4',
    user: '<|im_start|>user<|im_sep|>Hello<|im_end|><|im_start|>assistant<|im_sep|>',
    systemAndUser:
      '<|im_start|>system<|im_sep|>You are brief.<|im_end|><|im_start|>user<|im_sep|>Hello<|im_end|><|im_start|>assistant<|im_sep|>',
  },
  {
    format: 'vicuna',
    template: 'vicuna',
    user: 'USER: Hello\nASSISTANT:',
    systemAndUser: 'You are brief.\n\nUSER: Hello\nASSISTANT:',
  },
  {
    format: 'vicuna-orca',
    template: 'vicuna-orca',
    user: 'USER: Hello\nASSISTANT:',
    systemAndUser: 'SYSTEM: You are brief.\nUSER: Hello\nASSISTANT:',
  },
  {
    format: 'openchat',
    template: 'openchat',
    user: 'GPT4 Correct User: Hello<|end_of_turn|>GPT4 Correct Assistant:',
    systemAndUser: 'You are brief.<|end_of_turn|>GPT4 Correct User: Hello<|end_of_turn|>GPT4 Correct Assistant:',
  },
  {
    format: 'deepseek-coder',
    template: 'deepseek',
    user: '### Instruction:\nHello\n### Response:\n',
    systemAndUser: 'You are brief.### Instruction:\nHello\n### Response:\n',
  },
  {
    format: 'deepseek2',
    template: 'deepseek2',
    user: 'User: Hello\n\nAssistant:',
    systemAndUser: 'You are brief.\n\nUser: Hello\n\nAssistant:',
  },
  {
    format: 'deepseek3',
    template: 'deepseek3',
    user: '<｜User｜>Hello<｜Assistant｜>',
    systemAndUser: 'You are brief.\n\n<｜User｜>Hello<｜Assistant｜>',
  },
  {
    format: 'command-r',
    template: 'command-r',
    user: '<|START_OF_TURN_TOKEN|><|USER_TOKEN|>Hello<|END_OF_TURN_TOKEN|><|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>',
    systemAndUser:
      '<|START_OF_TURN_TOKEN|><|SYSTEM_TOKEN|>You are brief.<|END_OF_TURN_TOKEN|><|START_OF_TURN_TOKEN|><|USER_TOKEN|>Hello<|END_OF_TURN_TOKEN|><|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>',
  },
  {
    format: 'glm4',
    template: 'chatglm4',
    user: '[gMASK]<sop><|user|>\nHello<|assistant|>\n',
    systemAndUser: '[gMASK]<sop><|system|>\nYou are brief.<|user|>\nHello<|assistant|>\n',
  },
  {
    format: 'granite',
    template: 'granite',
    user: '<|start_of_role|>user<|end_of_role|>Hello<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>',
    systemAndUser:
      '<|start_of_role|>system<|end_of_role|>You are brief.<|end_of_text|>\n<|start_of_role|>user<|end_of_role|>Hello<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>',
  },
  {
    format: 'kimi-k2',
    template: 'kimi-k2',
    user: '<|im_user|>user<|im_middle|>Hello<|im_end|><|im_assistant|>assistant<|im_middle|>',
    systemAndUser:
      '<|im_system|>system<|im_middle|>You are brief.<|im_end|><|im_user|>user<|im_middle|>Hello<|im_end|><|im_assistant|>assistant<|im_middle|>',
  },
  {
    format: 'seed-oss',
    template: 'seed_oss',
    user: '<seed:bos>user\nHello<seed:eos><seed:bos>assistant\n',
    systemAndUser: '<seed:bos>system\nYou are brief.<seed:eos><seed:bos>user\nHello<seed:eos><seed:bos>assistant\n',
  },
  {
    format: 'exaone',
    template: 'exaone3',
    user: '[|user|]Hello\n[|assistant|]',
    systemAndUser: '[|system|]You are brief.[|endofturn|]\n[|user|]Hello\n[|assistant|]',
  },
];
