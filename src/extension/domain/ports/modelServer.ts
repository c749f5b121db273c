import type { FinishReason } from '../../../shared/model/run';
import type { EndpointAddress, ServerKind, ServerState } from '../../../shared/model/endpoint';
import type { PayloadSettings, ProviderId, Role } from '../../../shared/model/payload';
import type { StepLimits } from '../../../shared/model/workflow';
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
  /** Time limits of this request; absent or null means those of the settings. */
  readonly limits?: StepLimits;
}

/** What is about to be sent, known before the first byte leaves. */
export interface GenerationStart {
  readonly provider: string;
  /** The server's own name and version, such as "KoboldCpp 1.115.1". */
  readonly server: string;
  readonly model?: string;
  /** The exact text, or for a chat endpoint the messages as JSON. */
  readonly prompt: string;
  /** In tokens, as the server told it. */
  readonly contextSize?: number;
  /** Tokens of what is sent, counted by the server's own tokenizer; absent where it has none to ask, or no need to. */
  readonly sentTokens?: number;
  /** Names of settings that this server does not know and that are therefore not sent. */
  readonly ignoredSettings?: readonly string[];
}

/** How a generation ended well. */
export interface GenerationEnd {
  readonly finishReason: FinishReason;
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  readonly model?: string;
  /** The stop string that ended the answer, where the server tells it or the answer shows it. */
  readonly stopString?: string;
  /** Whether the answer itself holds the stop string: the server went on behind it. */
  readonly stopStringInText?: boolean;
  /** The server said that it left out part of the prompt or of the answer. */
  readonly truncated?: boolean;
  /** Names of settings that were sent, and that the server did not keep to, as its answer shows. */
  readonly disregardedSettings?: readonly string[];
  /** As in `GenerationStart`, where the server was asked while it answered, so that its first text did not wait. */
  readonly sentTokens?: number;
}

/** Where a generation reports. Calls come in the order: once start, then any number of texts. */
export interface GenerationListener {
  /** The request leaves now; or it left at `sentAt`, in milliseconds since 1970 UTC. */
  started(start: GenerationStart, sentAt?: number): void;
  /** The next piece of the answer, never empty, exactly as the server sent it. */
  text(piece: string): void;
  /** The next piece of what the model thinks before it answers, as the server or the marks of the model tell it apart. */
  thinking?(piece: string): void;
  /**
   * All that came as text so far belongs to the thinking: the answer held only the mark that ends it. Comes at most
   * once, before the text behind that mark.
   */
  textWasThinking?(): void;
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
  /** Where a key is missing or wrong; undefined for other reasons. */
  readonly endpoint: EndpointAddress | undefined;

  constructor(
    readonly reason: GenerationErrorReason,
    text: Text,
    options?: ErrorOptions & { readonly status?: number; readonly endpoint?: EndpointAddress },
  ) {
    super(text, options);
    this.status = options?.status;
    this.endpoint = options?.endpoint;
  }
}

/** A description of the server behind a host and port; what is absent the server does not tell. */
export interface RecognisedServer {
  readonly provider: ProviderId;
  readonly kind: ServerKind;
  /** Such as "KoboldCpp 1.115.1" or "llama-server". */
  readonly server: string;
  /** The model that is loaded, or the only one. */
  readonly model?: string;
  /** All that may be asked for, in the server's order. */
  readonly models?: readonly string[];
  /** In tokens. */
  readonly contextSize?: number;
  /** The template of the loaded model, as the server has it: Jinja, with Ollama Go's own. */
  readonly chatTemplate?: string;
  /** The name of the model format that the template is. */
  readonly modelFormat?: string;
  readonly state?: ServerState;
  /** How many requests it works on at once; 1 where it does not tell. */
  readonly slots?: number;
  /** True when it refuses requests without a key. */
  readonly needsKey?: boolean;
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
  /**
   * What answered there last, without asking; undefined when that is not known or long ago.
   */
  known(address: EndpointAddress): RecognisedServer | undefined;
}
