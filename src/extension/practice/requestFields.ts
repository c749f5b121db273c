import { randomInt } from 'node:crypto';
import type { Job } from './textEngine';
import type { ChatMessage, TextSource, Token } from './textSource';

type Fields = Readonly<Record<string, unknown>>;

/** The first of these fields that is a number. */
export function numberField(fields: Fields, ...names: readonly string[]): number | undefined {
  return names.map((name) => fields[name]).find((value): value is number => typeof value === 'number');
}

/** A field that is a text, or an empty text. */
export function textField(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

/** Stop strings: one text or several. */
export function stopField(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((stop): stop is string => typeof stop === 'string' && stop !== '');
}

/** The messages of a chat; undefined when they are none. The content may be a text or parts with texts. */
export function messagesField(value: unknown): readonly ChatMessage[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const messages: ChatMessage[] = [];
  for (const one of value as readonly unknown[]) {
    if (typeof one !== 'object' || one === null) return undefined;
    const { role, content } = one as Fields;
    const parts: readonly unknown[] = Array.isArray(content) ? content : [{ text: content }];
    const texts = parts.map((part) =>
      typeof part === 'object' && part !== null ? (part as Fields)['text'] : undefined,
    );
    if (typeof role !== 'string' || !texts.every((text) => typeof text === 'string')) return undefined;
    messages.push({ role, content: texts.join('') });
  }
  return messages;
}

/** Makes a job of what a request says. A seed that is absent or not positive means any. */
export function jobOf(
  prompt: readonly Token[],
  fields: Fields,
  names: { readonly maxTokens: readonly string[]; readonly seed: string; readonly stop: string },
  defaultLength: number,
): Job {
  const wanted = numberField(fields, ...names.maxTokens);
  const seed = numberField(fields, names.seed) ?? -1;
  return {
    prompt,
    maxTokens: wanted !== undefined && wanted >= 1 ? Math.floor(wanted) : defaultLength,
    sampling: {
      temperature: Math.max(0, numberField(fields, 'temperature') ?? 0.7),
      seed: seed > 0 ? Math.floor(seed) : randomInt(1, 1_000_000),
    },
    stop: stopField(fields[names.stop]),
    key: textField(fields, 'genkey'),
  };
}

/** Cuts a prompt from its beginning so that an answer fits behind it: what KoboldCpp does without a word. */
export function fitted(source: TextSource, prompt: readonly Token[], maxTokens: number): readonly Token[] {
  const room = Math.max(1, source.contextSize - Math.min(maxTokens, source.contextSize - 1));
  return prompt.length <= room ? prompt : prompt.slice(-room);
}
