import { hashText, seededRandom } from './seededRandom';
import { sentences } from './sentenceRule';
import type { ChatMessage, Sampling, TextSource, Token } from './textSource';

/** The name under which the practice server offers its text: it must not be taken for a language model. */
export const practiceModelName = 'practice-server-not-a-language-model';

/** A word with the space before it, a single other character, or white space: nothing is left out. */
const TOKEN = /\s?[\p{L}\p{N}\p{M}]+|\s?[^\s\p{L}\p{N}\p{M}]|\s/gu;
const VOCABULARY = 32_000;

/** Text by a small seeded rule over the words of the prompt. */
export function practiceText(contextSize: number): TextSource {
  return { modelName: practiceModelName, contextSize, encode, chatPrompt, continue: write };
}

function encode(text: string): readonly Token[] {
  return (text.match(TOKEN) ?? []).map((piece) => ({ id: hashText(piece) % VOCABULARY, text: piece }));
}

function chatPrompt(messages: readonly ChatMessage[]): string {
  return messages.map(({ content }) => content).join('\n\n');
}

function* write(prompt: readonly Token[], { temperature, seed }: Sampling): Generator<string, void> {
  const text = prompt.map((token) => token.text).join('');
  const random = seededRandom(temperature === 0 ? 0 : hashText(`${String(seed)} ${text}`));
  for (const sentence of sentences(text, temperature, random)) {
    for (const token of encode(sentence)) yield token.text;
  }
}
