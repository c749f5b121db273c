import * as v from 'valibot';

/** What a server says about its own failure. */
export interface ServerError {
  readonly message: string;
  /** The server's word for the kind of error, such as `exceed_context_size_error`. */
  readonly type: string;
  /** Tokens of the prompt, where the server says so. */
  readonly promptTokens?: number;
  /** Tokens of the context, where the server says so. */
  readonly contextSize?: number;
}

const word = v.fallback(v.string(), '');
const count = v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))), undefined);

/** llama-server, LM Studio, vLLM and OpenAI: `{"error":{"message",…}}`. */
const openAi = v.object({
  error: v.object({
    message: v.string(),
    type: word,
    code: v.fallback(v.union([v.string(), v.number()]), ''),
    n_prompt_tokens: count,
    n_ctx: count,
  }),
});
/** vLLM before 0.10: `{"object":"error","message","type"}`. */
const vllm = v.object({ object: v.literal('error'), message: v.string(), type: word });
/** Ollama: `{"error":"text"}`. */
const ollama = v.object({ error: v.string() });
/** KoboldCpp: `{"detail":{"msg","type"}}`. */
const kobold = v.object({ detail: v.object({ msg: v.string(), type: word }) });
/** Servers made with FastAPI: `{"detail":"text"}`. */
const fastApi = v.object({ detail: v.string() });

/** Finds the error in an answer or an event; undefined when it holds none. */
export function findError(value: unknown): ServerError | undefined {
  // Asked of every event of a stream, and nearly none is an error.
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('error' in value || 'detail' in value)) {
    const flat = 'object' in value && value.object === 'error' ? v.safeParse(vllm, value) : undefined;
    return flat?.success === true ? { message: flat.output.message, type: flat.output.type } : undefined;
  }
  const one = v.safeParse(openAi, value);
  if (one.success) {
    const { message, type, code, n_prompt_tokens, n_ctx } = one.output.error;
    return {
      message,
      type: code === 'context_length_exceeded' ? code : type,
      ...(n_prompt_tokens !== undefined && { promptTokens: n_prompt_tokens }),
      ...(n_ctx !== undefined && { contextSize: n_ctx }),
    };
  }
  const two = v.safeParse(ollama, value);
  if (two.success) return { message: two.output.error, type: '' };
  const three = v.safeParse(kobold, value);
  if (three.success) return { message: three.output.detail.msg, type: three.output.detail.type };
  const four = v.safeParse(fastApi, value);
  return four.success ? { message: four.output.detail, type: '' } : undefined;
}
