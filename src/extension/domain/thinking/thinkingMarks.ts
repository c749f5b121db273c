/** The marks between which models write what they think before they answer. */
export interface ThinkingMarks {
  readonly open: string;
  /** Any of these ends the thinking; longer ones first. */
  readonly close: readonly string[];
}

/**
 * The marks of today's models: DeepSeek R1, Qwen and most others; Seed-OSS; Gemma 4; gpt-oss (harmony), whose thinking
 * ends where its channel "final" begins. As KoboldCpp 1.115 and the models' templates have them.
 */
export const thinkingMarks: readonly ThinkingMarks[] = [
  { open: '<think>', close: ['</think>'] },
  { open: '<seed:think>', close: ['</seed:think>'] },
  { open: '<|channel>thought', close: ['<channel|>'] },
  {
    open: '<|channel|>analysis<|message|>',
    close: ['<|end|><|start|>assistant<|channel|>final<|message|>', '<|start|>assistant<|channel|>final<|message|>'],
  },
];

/** Where an answer begins, by the end of the prompt before it. */
export type AnswerBeginning =
  /** The prompt ends with an opening mark: the answer begins within the thinking. */
  | { readonly kind: 'thinking'; readonly marks: ThinkingMarks }
  /** The prompt ends with thinking that is already over. */
  | { readonly kind: 'answer' }
  /** Not known. */
  | { readonly kind: 'open' };

/** Tells by the end of a prompt how its answer begins. */
export function answerBeginning(prompt: string): AnswerBeginning {
  const end = prompt.slice(-200).trimEnd();
  for (const marks of thinkingMarks) {
    if (end.endsWith(marks.open)) return { kind: 'thinking', marks };
    if (marks.close.some((close) => end.endsWith(close))) return { kind: 'answer' };
  }
  return { kind: 'open' };
}
