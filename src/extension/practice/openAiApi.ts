import { randomUUID } from 'node:crypto';
import { answerText, type AnswerForm } from './answerText';
import { fieldsOf, replyJson, type Exchange } from './exchange';
import { koboldBusy } from './koboldApi';
import { fitted, jobOf, messagesField, textField } from './requestFields';
import type { LastJob, TextEngine } from './textEngine';

/** The kinds of server that the practice server can be. */
export type Identity =
  /** KoboldCpp's native API and the OpenAI-compatible one, as KoboldCpp has both. */
  | 'koboldcpp'
  /** llama.cpp's server: the OpenAI-compatible API, `/props`, `/health`, `/tokenize`. */
  | 'llama-server'
  /** Nothing but the OpenAI-compatible API. */
  | 'openai';

const DEFAULT_LENGTH = 256;

/** Answers a request to the OpenAI-compatible API; false when it is none. */
export async function answerOpenAi(engine: TextEngine, exchange: Exchange, identity: Identity): Promise<boolean> {
  const { method, path, response } = exchange;
  const model = identity === 'koboldcpp' ? `koboldcpp/${engine.source.modelName}` : engine.source.modelName;
  if (path === '/v1/models') {
    replyJson(response, 200, models(engine, identity, model));
    return true;
  }
  const chat = path === '/v1/chat/completions';
  if (method !== 'POST' || (!chat && path !== '/v1/completions')) return false;

  const fields = fieldsOf(exchange.body);
  if (!fields) {
    refuse(exchange, identity, 500, 'The body is not JSON.');
    return true;
  }
  const messages = chat ? messagesField(fields['messages']) : [];
  if (!messages || (!chat && typeof fields['prompt'] !== 'string')) {
    refuse(exchange, identity, 400, chat ? "'messages' is required" : "'prompt' is required");
    return true;
  }
  const prompt = engine.source.encode(chat ? engine.source.chatPrompt(messages) : textField(fields, 'prompt'));
  const names = { maxTokens: ['max_completion_tokens', 'max_tokens'], seed: 'seed', stop: 'stop' };
  const job = jobOf(prompt, fields, names, DEFAULT_LENGTH);
  const { contextSize } = engine.source;
  if (identity !== 'koboldcpp' && prompt.length >= contextSize) {
    replyJson(response, 400, {
      error: {
        code: 400,
        message: `request (${String(prompt.length)} tokens) exceeds the available context size (${String(contextSize)} tokens), try increasing it`,
        type: 'exceed_context_size_error',
        n_prompt_tokens: prompt.length,
        n_ctx: contextSize,
      },
    });
    return true;
  }
  const fitting = identity === 'koboldcpp' ? fitted(engine.source, prompt, job.maxTokens) : prompt;
  await answerText(engine, exchange, { ...job, prompt: fitting }, form(fields, chat, identity, model));
  return true;
}

function refuse({ response }: Exchange, identity: Identity, code: number, message: string): void {
  const type = code === 400 ? 'invalid_request_error' : 'server_error';
  const body =
    identity === 'koboldcpp' ? { detail: { msg: message, type: 'bad_input' } } : { error: { code, message, type } };
  replyJson(response, code, body);
}

function models(engine: TextEngine, identity: Identity, id: string): unknown {
  const owner = { koboldcpp: 'koboldcpp', 'llama-server': 'llamacpp', openai: 'practice' }[identity];
  const meta = identity === 'llama-server' ? { meta: { n_ctx: engine.source.contextSize } } : {};
  return { object: 'list', data: [{ id, object: 'model', created: now(), owned_by: owner, ...meta }] };
}

function form(fields: Readonly<Record<string, unknown>>, chat: boolean, identity: Identity, model: string): AnswerForm {
  const options = fieldsOf(fields['stream_options']);
  const kobold = identity === 'koboldcpp';
  const base = {
    id: `${chat ? 'chatcmpl' : 'cmpl'}-${randomUUID()}`,
    object: chat ? 'chat.completion.chunk' : 'text_completion',
    created: now(),
    model,
  };
  const part = (content: string | null | undefined, finish: string | null): unknown => {
    // KoboldCpp repeats the role in every part; llama-server leaves the last delta empty.
    const delta = { ...(kobold && { role: 'assistant' }), ...(content !== undefined && { content }) };
    const choice = chat
      ? { index: 0, delta, finish_reason: finish }
      : { index: 0, text: content ?? '', finish_reason: finish };
    return { ...base, choices: [choice] };
  };
  return {
    stream: fields['stream'] === true,
    framing: kobold ? 'untilClose' : 'chunked',
    eventPrefix: '',
    head:
      chat && !kobold
        ? [{ ...base, choices: [{ index: 0, finish_reason: null, delta: { role: 'assistant', content: null } }] }]
        : [],
    piece: (text) => part(text, null),
    tail: (job) => [
      part(kobold ? '' : undefined, reason(job, kobold)),
      ...(options?.['include_usage'] === true ? [{ ...base, choices: [], usage: usage(job) }] : []),
      '[DONE]',
    ],
    whole: (text, job) => {
      const said = chat ? { message: { role: 'assistant', content: text } } : { text };
      const choice = { index: 0, ...said, finish_reason: reason(job, kobold) };
      return { ...base, object: chat ? 'chat.completion' : 'text_completion', choices: [choice], usage: usage(job) };
    },
    failure: (message) => ({ error: { code: 500, message, type: 'server_error' } }),
    busy: () =>
      kobold ? koboldBusy() : { error: { code: 503, message: 'No room for another request.', type: 'overloaded' } },
  };
}

function reason({ finish }: LastJob, kobold: boolean): string {
  return finish === 'eos' || (finish === 'stopString' && !kobold) ? 'stop' : 'length';
}

function usage({ promptTokens, completionTokens }: LastJob): unknown {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
