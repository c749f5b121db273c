import type { ModelFormat } from '../formats/modelFormat';
import { modelFormats } from '../formats/modelFormats';

/**
 * Tokens by which models mark the beginning of a text. Servers put the one of their model before every prompt; a second
 * one harms the answer. From the tokenizer settings of the model families, and KoboldCpp's and llama.cpp's sources.
 */
export const BEGIN_TOKENS: readonly string[] = [
  '<s>',
  '<bos>',
  '<|begin_of_text|>',
  '<|startoftext|>',
  '<｜begin▁of▁sentence｜>',
  '<BOS_TOKEN>',
  '[gMASK]<sop>',
];

/** What looks like a token of its own: `<|x|>`, `<x>`, `</x>`, `[/X]`, `[|x|]`, `### X:`. */
const TOKEN = /<\|?\/?[^\s<>]+>|\[[/|]?[A-Z_a-z]+\|?\]|### \w+:?/g;

const cache = new Map<ModelFormat, readonly string[]>();

/** The tokens by which a format marks the messages: what an author has no reason to type when the format is chosen. */
export function controlTokensOf(format: ModelFormat): readonly string[] {
  const known = cache.get(format);
  if (known !== undefined) {
    return known;
  }
  const { opening, system, user, assistant, answerStart, stop } = format;
  const marks = [opening, system, user, assistant].flatMap((one) =>
    typeof one === 'string' ? [one] : [one.before, one.after],
  );
  const tokens = [...marks, answerStart, ...stop].flatMap((mark) => mark.match(TOKEN) ?? []);
  // Thinking is text of the model that authors quote; its tags are not marks of a message.
  const found = [...new Set(tokens)].filter((token) => !/think/i.test(token));
  cache.set(format, found);
  return found;
}

/** Those tokens of all formats that mean nothing else in a text: `<|im_start|>`, but not `### Response:`. */
export const UNMISTAKABLE_TOKENS: readonly string[] = [
  ...new Set(
    modelFormats.flatMap(controlTokensOf).filter((token) => /^(?:<[|｜]|<\w+_of_\w+>|\[\/?INST\])/.test(token)),
  ),
];
