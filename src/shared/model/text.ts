/** A sentence for a person that can be translated later: English with `{0}`, `{1}`, … for its arguments. */
export interface Text {
  readonly message: string;
  readonly args: readonly (string | number)[];
}

/** Makes a sentence. The message must be a literal: it is the key of its translation. */
export function text(message: string, ...args: readonly (string | number)[]): Text {
  return { message, args };
}

/** The sentence in English, its arguments filled in. */
export function formatText({ message, args }: Text): string {
  return message.replace(/\{(\d+)\}/g, (place, index: string) => String(args[Number(index)] ?? place));
}
