import type { Message } from '../ports/modelServer';

/** The contents without any marks, joined by a blank line. */
export function plainText(messages: readonly Message[]): string {
  return messages.map(({ content }) => content).join('\n\n');
}
