import type { Message } from '../ports/modelServer';
import type { ModelFormat } from './modelFormat';
import { plainText } from './plainText';

/** A conversation as one text. */
export interface RenderedText {
  readonly text: string;
  /** Texts at which the answer is over. */
  readonly stop: readonly string[];
}

/**
 * Writes a conversation in a model format, up to where the model begins. If its last message is the assistant's, the
 * model goes on writing that one.
 */
export function renderMessages(messages: readonly Message[], format: ModelFormat): RenderedText {
  if (format.kind !== 'template') {
    return { text: plainText(messages), stop: [] };
  }
  const turns = toTurns(
    messages.map((message) => trimmed(message, format)),
    format,
  );
  const last = turns.at(-1);
  const begun = last?.role === 'assistant' ? last : undefined;
  const complete = begun === undefined ? turns : turns.slice(0, -1);
  const text = complete.map(({ role, content }) => format[role].before + content + format[role].after).join('');
  return { text: format.opening + text + startOfAnswer(format, begun), stop: format.stop };
}

function startOfAnswer({ answerStart, assistant }: ModelFormat, begun: Message | undefined): string {
  if (begun === undefined) {
    return answerStart;
  }
  // Where the start lacks only the blank that models write themselves, the begun answer needs the mark with that blank.
  return (answerStart.startsWith(assistant.before) ? answerStart : assistant.before) + begun.content;
}

function trimmed(message: Message, { trim }: ModelFormat): Message {
  const isTrimmed = trim === 'everything' || (trim === 'answers' && message.role === 'assistant');
  return isTrimmed ? { ...message, content: message.content.trim() } : message;
}

/** The messages as the format has them: with its default system message, and without system role if it knows none. */
function toTurns(messages: readonly Message[], format: ModelFormat): readonly Message[] {
  const { defaultSystem } = format;
  const all: readonly Message[] =
    defaultSystem === undefined || messages.some(({ role }) => role === 'system')
      ? messages
      : [{ role: 'system', content: defaultSystem }, ...messages];
  return format.systemInUserTurn ? systemIntoUserTurns(all, format) : all;
}

function systemIntoUserTurns(messages: readonly Message[], { system }: ModelFormat): readonly Message[] {
  const turns: Message[] = [];
  let waiting: readonly string[] = [];
  for (const { role, content } of messages) {
    if (role === 'system') {
      waiting = [...waiting, content];
    } else if (role === 'user') {
      turns.push({ role, content: waiting.map((text) => system.before + text + system.after).join('') + content });
      waiting = [];
    } else {
      turns.push({ role, content });
    }
  }
  // With no user to follow, the system text is all that is asked.
  return waiting.length === 0 ? turns : [...turns, { role: 'user', content: waiting.join('\n\n') }];
}
