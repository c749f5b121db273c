/** A place where a model server may answer. */
export interface EndpointAddress {
  /** A host name or address, or the base of a URL such as `https://example.org/v1`, whose own port then counts. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** What kind of server answers, as far as it can be told from outside. */
export type ServerKind =
  | 'koboldcpp'
  | 'ollama'
  | 'llama-server'
  | 'lm-studio'
  | 'text-generation-webui'
  | 'vllm'
  | 'jan'
  | 'gpt4all'
  /** Speaks the OpenAI API and says nothing more of itself. */
  | 'openai-compatible';

/** Whether a server would begin a request at once. */
export type ServerState = 'idle' | 'busy' | 'loading' | 'unknown';
