/** Builders of server answers, byte for byte in the shapes that KoboldCpp 1.115 and llama-server send. */

const KOBOLD_HEADERS = [
  'Server: KoboldCppServer 1',
  'Date: Sun, 01 Nov 2026 08:00:00 GMT',
  'access-control-allow-origin: *',
  'cache-control: no-store',
];

/** An answer of KoboldCpp in one piece: HTTP/1.0 with a length. */
export function koboldJson(value: unknown, status = '200 OK'): string {
  const body = JSON.stringify(value);
  const head = [`HTTP/1.0 ${status}`, ...KOBOLD_HEADERS, `content-length: ${String(Buffer.byteLength(body))}`];
  return [...head, 'content-type: application/json', '', body].join('\r\n');
}

/** The head of a stream of KoboldCpp: HTTP/1.0 without a length, so the stream ends with the connection. */
export function koboldStreamHead(): string {
  const head = ['HTTP/1.0 200 OK', 'X-Accel-Buffering: no', 'cache-control: no-cache', 'connection: keep-alive'];
  return [...head, ...KOBOLD_HEADERS, 'content-type: text/event-stream', '', ''].join('\r\n');
}

/** One event of KoboldCpp's native stream. Its JSON is written by Python, so everything beyond ASCII is escaped. */
export function koboldEvent(token: string, finishReason: string | null = null): string {
  const json = `{"token": ${asciiJson(token)}, "finish_reason": ${JSON.stringify(finishReason)}}`;
  return `event: message\ndata: ${json}\n\n`;
}

/** A whole native stream. */
export function koboldStream(tokens: readonly string[], finishReason = 'length'): string {
  return koboldStreamHead() + tokens.map((token) => koboldEvent(token)).join('') + koboldEvent('', finishReason);
}

/** What KoboldCpp tells about its last answer. */
export function koboldPerf(fields: Readonly<Record<string, unknown>> = {}): string {
  const usual = { last_process: 0, last_eval: 0.1, last_token_count: 10, last_input_count: 5, last_seed: 307545 };
  return koboldJson({ ...usual, total_gens: 5, stop_reason: 0, queue: 0, idle: 1, uptime: 24.4, ...fields });
}

/** The answers by which KoboldCpp is recognised. */
export function koboldIdentity(): Readonly<Record<string, string>> {
  return {
    '/api/extra/version': koboldJson({ result: 'KoboldCpp', version: '1.115.1', protected: false, llm: true }),
    '/api/v1/model': koboldJson({ result: 'koboldcpp/tiny' }),
    '/api/extra/true_max_context_length': koboldJson({ value: 512 }),
  };
}

/** An answer of llama-server in one piece. */
export function llamaJson(value: unknown, status = '200 OK'): string {
  const body = JSON.stringify(value);
  const head = [`HTTP/1.1 ${status}`, 'Server: llama.cpp', 'Access-Control-Allow-Origin: '];
  const length = `Content-Length: ${String(Buffer.byteLength(body))}`;
  return [
    ...head,
    'Content-Type: application/json; charset=utf-8',
    length,
    'Keep-Alive: timeout=5, max=100',
    '',
    body,
  ].join('\r\n');
}

/** An error of llama-server. */
export function llamaError(
  code: number,
  type: string,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): string {
  return llamaJson({ error: { code, message, type, ...more } }, `${String(code)} Error`);
}

/** The head of a stream of llama-server. */
export function llamaStreamHead(): string {
  const head = ['HTTP/1.1 200 OK', 'Server: llama.cpp', 'X-Accel-Buffering: no', 'Content-Type: text/event-stream'];
  return [...head, 'Transfer-Encoding: chunked', 'Keep-Alive: timeout=5, max=100', '', ''].join('\r\n');
}

/** A chunk of HTTP/1.1; an empty one ends the answer. */
export function chunk(text: string | Uint8Array): Uint8Array {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from(`${bytes.byteLength.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

/** A whole chunked answer of llama-server with these events, one to a chunk. */
export function llamaStream(events: readonly string[]): Uint8Array {
  return Buffer.concat([Buffer.from(llamaStreamHead()), ...events.map((event) => chunk(event)), chunk('')]);
}

/** An event with JSON. */
export function dataEvent(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

/** The last event of an OpenAI-compatible stream. */
export const doneEvent = 'data: [DONE]\n\n';

const CHAT_BASE = { created: 1795307314, id: 'chatcmpl-1', model: 'tiny', object: 'chat.completion.chunk' };

/** One event of a chat. */
export function chatEvent(delta: unknown, finishReason: string | null = null): string {
  return dataEvent({ choices: [{ finish_reason: finishReason, index: 0, delta }], ...CHAT_BASE });
}

/** The event after the last text that holds the counts; it has no choices. */
export function usageEvent(promptTokens: number, completionTokens: number): string {
  const usage = { completion_tokens: completionTokens, prompt_tokens: promptTokens };
  return dataEvent({ choices: [], ...CHAT_BASE, usage, timings: { prompt_per_token_ms: null } });
}

/** The events of a chat as llama-server sends them. */
export function chatEvents(pieces: readonly string[], finishReason = 'length'): readonly string[] {
  return [
    chatEvent({ role: 'assistant', content: null }),
    ...pieces.map((content) => chatEvent({ content })),
    chatEvent({}, finishReason),
    usageEvent(5, pieces.length),
    doneEvent,
  ];
}

/** The answers by which llama-server is recognised; all other paths are answered as it does. */
export function llamaIdentity(): Readonly<Record<string, string>> {
  return {
    '/props': llamaJson({
      default_generation_settings: { params: {}, n_ctx: 512 },
      total_slots: 1,
      model_alias: 'tiny',
      build_info: 'b6500-abc',
    }),
    '/v1/models': llamaJson({
      object: 'list',
      data: [{ id: 'tiny', object: 'model', owned_by: 'llamacpp', meta: { n_ctx: 512 } }],
    }),
  };
}

function asciiJson(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** One event of llama-server's native stream. */
export function completionEvent(content: string): string {
  return dataEvent({ index: 0, content, tokens: [432], stop: false, id_slot: -1, tokens_predicted: 1 });
}

/** The last event of llama-server's native stream. */
export function completionEnd(fields: Readonly<Record<string, unknown>> = {}): string {
  return dataEvent({
    ...{ index: 0, content: '', tokens: [], id_slot: 0, stop: true, model: 'tiny', tokens_predicted: 3 },
    ...{ tokens_evaluated: 5, generation_settings: { seed: 42, stop: [] }, prompt: '<s> Once upon a time' },
    ...{ has_new_line: false, truncated: false, stop_type: 'limit', stopping_word: '', tokens_cached: 7 },
    timings: { prompt_n: 1, prompt_per_token_ms: null },
    ...fields,
  });
}

/** The head of a stream of Ollama. */
export function ollamaStreamHead(type = 'application/x-ndjson'): string {
  const head = ['HTTP/1.1 200 OK', `Content-Type: ${type}`, 'Date: Sun, 01 Nov 2026 08:00:00 GMT'];
  return [...head, 'Transfer-Encoding: chunked', '', ''].join('\r\n');
}

/** One line of a chat with Ollama. */
export function ollamaChatLine(message: Readonly<Record<string, unknown>>): string {
  return ollamaLine({ message: { role: 'assistant', ...message }, done: false });
}

/** One line of any stream of Ollama. */
export function ollamaLine(fields: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ model: 'tiny:latest', created_at: '2026-11-01T08:00:00.123456789Z', ...fields })}\n`;
}

/** The last line of a chat with Ollama. */
export function ollamaEnd(fields: Readonly<Record<string, unknown>> = {}): string {
  return ollamaLine({
    ...{ message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop' },
    ...{ total_duration: 4_883_583_458, load_duration: 1_334_875, prompt_eval_count: 26 },
    ...{ prompt_eval_duration: 342_546_000, eval_count: 8, eval_duration: 4_535_599_000 },
    ...fields,
  });
}

/** A whole stream of Ollama, one line to a chunk. */
export function ollamaStream(lines: readonly string[], type?: string): Uint8Array {
  return Buffer.concat([Buffer.from(ollamaStreamHead(type)), ...lines.map((line) => chunk(line)), chunk('')]);
}

/** An answer of Ollama in one piece. */
export function ollamaJson(value: unknown, status = '200 OK'): string {
  return llamaJson(value, status).replace('Server: llama.cpp\r\n', '');
}

/** The answers by which Ollama is recognised. */
export function ollamaIdentity(): Readonly<Record<string, string>> {
  const model = { name: 'tiny:latest', model: 'tiny:latest', size: 1_000_000, details: { format: 'gguf' } };
  return {
    '/api/version': ollamaJson({ version: '0.12.3' }),
    '/api/tags': ollamaJson({ models: [model] }),
    '/api/ps': ollamaJson({ models: [{ ...model, expires_at: '2318-01-01T00:00:00Z', context_length: 4096 }] }),
    '/v1/models': ollamaJson({ object: 'list', data: [{ id: 'tiny:latest', object: 'model', owned_by: 'library' }] }),
  };
}
