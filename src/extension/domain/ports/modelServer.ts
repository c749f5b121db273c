import type { FinishReason } from '../../../shared/model/run';
import type { PayloadSettings, Role } from '../../../shared/model/payload';
import type { Text } from '../../../shared/model/text';
import { PersonError } from './personError';

/** One message of a conversation. */
export interface Message {
  readonly role: Role;
  readonly content: string;
}

/** What to send: the messages, which a completion endpoint receives as one text by way of the model format. */
export interface GenerationRequest {
  readonly host: string;
  readonly settings: PayloadSettings;
  readonly messages: readonly Message[];
}

/** What is about to be sent, known before the first byte leaves. */
export interface GenerationStart {
  readonly provider: string;
  /** The server's own name and version, such as "KoboldCpp 1.115.1". */
  readonly server: string;
  readonly model?: string;
  /** The exact text, or for a chat endpoint the messages as JSON. */
  readonly prompt: string;
}

/** How a generation ended well. */
export interface GenerationEnd {
  readonly finishReason: FinishReason;
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  readonly model?: string;
}

/** Where a generation reports. Calls come in the order: once start, then any number of texts. */
export interface GenerationListener {
  started(start: GenerationStart): void | Promise<void>;
  /** The next piece of the answer, never empty, exactly as the server sent it. */
  text(piece: string): void;
}

/** Why a generation failed. */
export type GenerationErrorReason =
  /** Nothing listens there. */
  | 'unreachable'
  /** The host name cannot be resolved. */
  | 'unknown-host'
  /** The connection was not made in time. */
  | 'connect-timeout'
  /** Connected, but silent for too long. */
  | 'silence-timeout'
  /** A status of 400 or more. */
  | 'http'
  /** The key is missing or wrong. */
  | 'unauthorized'
  /** The server has no room now, or still loads its model. */
  | 'busy'
  /** The prompt has more tokens than the server's context. */
  | 'context-exceeded'
  /** The stream stopped without its end mark. */
  | 'ended-early'
  /** Bytes that are not the protocol. */
  | 'protocol'
  /** Something answers, but nothing that the extension can talk to. */
  | 'unrecognised'
  /** The caller stopped it. */
  | 'cancelled';

/** What a model server throws. The sentence names host and port and says what to do. */
export class GenerationError extends PersonError {
  override readonly name = 'GenerationError';
  /** The HTTP status, when there was one. */
  readonly status: number | undefined;

  constructor(
    readonly reason: GenerationErrorReason,
    text: Text,
    options?: ErrorOptions & { readonly status?: number },
  ) {
    super(text, options);
    this.status = options?.status;
  }
}

/** A description of the server behind a host and port. */
export interface RecognisedServer {
  readonly provider: 'koboldcpp' | 'openai';
  /** Such as "KoboldCpp 1.115.1" or "llama-server". */
  readonly server: string;
  readonly model?: string;
  /** In tokens. */
  readonly contextSize?: number;
}

/** The model servers on the network, as the engine sees them. */
export interface ModelServer {
  /**
   * Sends one request and reports the answer while it arrives. Stopping by the signal closes the connection and stops
   * the server's work; it rejects with reason `cancelled`.
   * @throws {GenerationError}
   */
  generate(request: GenerationRequest, listener: GenerationListener, signal: AbortSignal): Promise<GenerationEnd>;
  /**
   * Finds out what answers on a port.
   * @throws {GenerationError}
   */
  recognise(host: string, port: number, signal: AbortSignal): Promise<RecognisedServer>;
}
