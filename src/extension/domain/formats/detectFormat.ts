/** What a template must contain, all of it, to be of a format; the first row that fits counts. */
type Signs = readonly [format: string, ...signs: readonly [string, ...string[]]];

/**
 * The signs by which llama.cpp tells templates apart, in its order, for the formats of ours (`llm_chat_detect_template`
 * in its `llama-chat.cpp`); rows for formats that only KoboldCpp knows stand where they take nothing from others.
 * The forms of Mistral and Llama 2 need more than signs.
 */
const BEFORE_INST: readonly Signs[] = [
  ['phi4', '<|im_start|>', '<|im_sep|>'],
  ['chatml', '<|im_start|>'],
];
const AFTER_INST: readonly Signs[] = [
  ['phi3', '<|assistant|>', '<|end|>'],
  ['glm4', '[gMASK]<sop>'],
  ['zephyr', '<|user|>', '<|endoftext|>'],
  // The template of Zephyr itself, which llama.cpp takes for another; Falcon 3 has the same marks without this.
  ['zephyr', "<|user|>\\n' + message['content'] + eos_token"],
  ['metharme', '<|user|>', '<|model|>'],
  ['gemma', '<start_of_turn>'],
  ['gemma4', '<|turn>'],
  ['openchat', 'GPT4 Correct '],
  ['vicuna-orca', 'USER: ', 'ASSISTANT: ', 'SYSTEM: '],
  ['vicuna', 'USER: ', 'ASSISTANT: '],
  ['deepseek-coder', '### Instruction:', '<|EOT|>'],
  ['alpaca', '### Instruction:', '### Response:'],
  ['command-r', '<|START_OF_TURN_TOKEN|>', '<|USER_TOKEN|>'],
  ['llama3', '<|start_header_id|>', '<|end_header_id|>'],
  ['deepseek2', "'Assistant: ' + message['content'] + eos_token"],
  ['deepseek3', '<｜Assistant｜>', '<｜User｜>'],
  ['exaone', '[|system|]', '[|assistant|]', '[|endofturn|]'],
  ['granite', '<|start_of_role|>', '<|end_of_role|>'],
  ['llama4', '<|header_start|>', '<|header_end|>'],
  ['gpt-oss', '<|start|>', '<|channel|>'],
  ['kimi-k2', '<|im_assistant|>', '<|im_middle|>'],
  ['seed-oss', '<seed:bos>'],
  ['minimax', '[e~['],
];
/**
 * Says which model format a server's chat template is: the name of one in the list of formats, or undefined where it
 * is none of them. Works on the Jinja of GGUF files and on the templates of Ollama, which hold the same marks.
 */
export function detectFormat(template: string): string | undefined {
  return (
    firstOf(BEFORE_INST, template) ??
    (template.includes('[INST]') ? instFormat(template) : undefined) ??
    firstOf(AFTER_INST, template)
  );
}

/** The forms of Mistral and Llama 2 share their mark; blanks and the place of the system message tell them apart. */
function instFormat(template: string): string {
  if (template.includes('[SYSTEM_PROMPT]')) {
    // llama.cpp does not tell these two apart; the blank behind the mark does.
    return template.includes('[SYSTEM_PROMPT] ') ? 'mistral-v7' : 'mistral-v7-tekken';
  }
  if (template.includes("' [INST] ' + system_message") || template.includes('[AVAILABLE_TOOLS]')) {
    if (template.includes(' [INST]')) return 'mistral-v1';
    return template.includes('"[INST]"') ? 'mistral-v3-tekken' : 'mistral-v3';
  }
  return 'llama2';
}

function firstOf(rows: readonly Signs[], template: string): string | undefined {
  return rows.find(([, ...signs]) => signs.every((sign) => template.includes(sign)))?.[0];
}
