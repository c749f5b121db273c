/** Who speaks in a message. */
export type Role = 'user' | 'system' | 'assistant';

/** What a payload does with the response before it when no reference names one: see the grammar of references. */
export type Flow = 'auto' | 'append' | 'none';

/** A wire protocol that the extension speaks. */
export type ProviderId = 'koboldcpp' | 'llamacpp' | 'ollama' | 'openai';

/** Optional sampling settings; an absent one is left to the server. */
export interface SamplingParameters {
  readonly topP?: number;
  readonly topK?: number;
  readonly minP?: number;
  readonly repeatPenalty?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  /** A JSON schema, as text, that the answer has to follow. */
  readonly jsonSchema?: string;
}

/** The settings of one model call. */
export interface PayloadSettings {
  /** 0 is a value: greedy decoding. */
  readonly temperature: number;
  /** The longest answer, in tokens; at least 1. */
  readonly responseLength: number;
  /** 1 to 65535. */
  readonly port: number;
  /** A host name or address; null means the setting `llmOrchestrator.host`. */
  readonly host: string | null;
  /** A name from the list of model formats. */
  readonly modelFormat: string;
  /** Null means: recognise the server from its port. */
  readonly provider: ProviderId | null;
  /** The model to ask for where a server offers several; null means the server's own choice. */
  readonly model: string | null;
  readonly parameters: SamplingParameters;
  readonly flow: Flow;
}

/** One place in a payload's list of blocks. The same block may stand twice. */
export interface PayloadBlock {
  /** Identifies the place, not the block. */
  readonly id: number;
  readonly blockId: number;
  readonly role: Role;
  readonly enabled: boolean;
}

/** An ordered list of blocks plus the settings of one model call. */
export interface Payload extends PayloadSettings {
  readonly id: number;
  readonly name: string;
  /** In order. */
  readonly blocks: readonly PayloadBlock[];
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}
