/** What a practice server can be told to do wrong with a request for text. */
export type Fault =
  /** The first token comes late, by milliseconds. */
  | { readonly kind: 'slow'; readonly firstTokenMs: number }
  /** 503: no room. */
  | { readonly kind: 'refuse' }
  /** 503, as while a model is loading; the questions about the server fail so too. */
  | { readonly kind: 'loading' }
  /** The connection closes after so many tokens. */
  | { readonly kind: 'breakOff'; readonly afterTokens: number }
  /** Nothing more comes after so many tokens, and the connection stays open. */
  | { readonly kind: 'stall'; readonly afterTokens: number }
  /** An error in the stream after so many tokens. */
  | { readonly kind: 'errorInStream'; readonly afterTokens: number; readonly message: string }
  /** 200 and bytes that are no answer. */
  | { readonly kind: 'garbage'; readonly contentType: string; readonly body: string | Uint8Array }
  /** A status of 400 or more. */
  | { readonly kind: 'httpError'; readonly status: number; readonly body: string }
  /** No answer at all. */
  | { readonly kind: 'silent' };

/** A request for text, as far as the choice of a fault needs it. */
export interface FaultContext {
  readonly path: string;
  /** How many requests for text came before. */
  readonly earlierRequests: number;
}

/** One fault for all requests for text, or the choice of one for each. */
export type FaultChoice = Fault | ((context: FaultContext) => Fault | undefined);

/** Reads a fault from JSON, as the control endpoint receives it; undefined when it is none. */
export function readFault(value: unknown): Fault | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const number = (name: string, fallback: number): number => {
    const field = fields[name];
    return typeof field === 'number' && field >= 0 ? field : fallback;
  };
  const string = (name: string, fallback: string): string => {
    const field = fields[name];
    return typeof field === 'string' ? field : fallback;
  };
  switch (fields['kind']) {
    case 'slow':
      return { kind: 'slow', firstTokenMs: number('firstTokenMs', 1000) };
    case 'refuse':
    case 'loading':
    case 'silent':
      return { kind: fields['kind'] };
    case 'breakOff':
    case 'stall':
      return { kind: fields['kind'], afterTokens: number('afterTokens', 5) };
    case 'errorInStream':
      return {
        kind: 'errorInStream',
        afterTokens: number('afterTokens', 5),
        message: string('message', 'told to fail'),
      };
    case 'garbage':
      return {
        kind: 'garbage',
        contentType: string('contentType', 'text/html'),
        body: string('body', '<p>no model</p>'),
      };
    case 'httpError':
      return {
        kind: 'httpError',
        status: number('status', 500),
        body: string('body', '{"error":{"message":"told to fail"}}'),
      };
    default:
      return undefined;
  }
}
