import type { Text } from '../../../shared/model/text';

/** What stands before and after each message of one role. */
export interface Marks {
  readonly before: string;
  readonly after: string;
}

/** How a conversation is written as one text for a model that was trained on that form. */
export interface ModelFormat {
  /** As it is stored in a payload. */
  readonly name: string;
  /** For which models it is, or what it does. */
  readonly description: Text;
  /**
   * What the wire does with it:
   * - `default`: a chat API gets the messages, a completion API the plain text without any marks.
   * - `raw`: the plain text without any marks, whatever the API.
   * - `auto`: the server's own template, on whatever API of the server applies it.
   * - `template`: a completion API gets the text with these marks; a chat API, where the server applies its own
   *   template, gets the messages, for marks inside marks confuse a model.
   */
  readonly kind: 'default' | 'raw' | 'auto' | 'template';
  /** What stands before the first message. Never a BOS token: servers add it, and two of them harm the answer. */
  readonly opening: string;
  readonly system: Marks;
  readonly user: Marks;
  readonly assistant: Marks;
  /** What makes the model begin its answer. */
  readonly answerStart: string;
  /** Texts at which the answer is over. */
  readonly stop: readonly string[];
  /** Whether a system message is written into the turn of the user after it, for models without a system role. */
  readonly systemInUserTurn: boolean;
  /** Which contents lose the blanks at both ends. */
  readonly trim: 'nothing' | 'answers' | 'everything';
  /** The system message that models of this format expect where a conversation has none. */
  readonly defaultSystem: string | undefined;
}

/** What differs from the usual in the description of a format. */
export interface FormatParts {
  readonly opening?: string;
  readonly system?: readonly [before: string, after: string];
  readonly user: readonly [before: string, after: string];
  readonly assistant: readonly [before: string, after: string];
  /** Absent: what stands before an earlier answer. */
  readonly answerStart?: string;
  readonly stop: readonly string[];
  readonly systemInUserTurn?: boolean;
  readonly trim?: ModelFormat['trim'];
  readonly defaultSystem?: string;
}

/** Describes a format that marks its messages. */
export function template(name: string, description: Text, parts: FormatParts): ModelFormat {
  return {
    name,
    description,
    kind: 'template',
    opening: parts.opening ?? '',
    system: marks(parts.system ?? ['', '']),
    user: marks(parts.user),
    assistant: marks(parts.assistant),
    answerStart: parts.answerStart ?? parts.assistant[0],
    stop: parts.stop,
    systemInUserTurn: parts.systemInUserTurn ?? false,
    trim: parts.trim ?? 'nothing',
    defaultSystem: parts.defaultSystem,
  };
}

/** Describes a format that leaves the text as it is. */
export function unmarked(kind: 'default' | 'raw' | 'auto', description: Text): ModelFormat {
  return { ...template(kind, description, { user: ['', ''], assistant: ['', ''], stop: [] }), kind };
}

function marks([before, after]: readonly [string, string]): Marks {
  return { before, after };
}
