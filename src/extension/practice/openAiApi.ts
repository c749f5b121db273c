import type { ServerKind } from '../../shared/model/endpoint';
import { answerText } from './answerText';
import { fieldsOf, replyJson, type Exchange } from './exchange';
import { contextExceeded, openAiAnswer } from './openAiAnswer';
import { fitted, jobOf, messagesField, textField } from './requestFields';
import type { TextEngine } from './textEngine';

/** The length of an answer where the request says none, in tokens; the others have 256. */
const DEFAULT_LENGTHS: Partial<Record<ServerKind, number>> = { 'text-generation-webui': 512, gpt4all: 50 };
/** What GPT4All knows; it refuses everything else. */
const GPT4ALL_FIELDS = ['model', 'messages', 'prompt', 'max_tokens', 'temperature', 'top_p', 'min_p', 'n'];
/** Who the models belong to, by which some servers are told apart. */
const OWNERS: Readonly<Record<ServerKind, string>> = {
  koboldcpp: 'koboldcpp',
  ollama: 'library',
  'llama-server': 'llamacpp',
  'lm-studio': 'organization_owner',
  'text-generation-webui': 'user',
  vllm: 'vllm',
  jan: 'jan',
  gpt4all: 'humanity',
  'openai-compatible': 'practice',
};

/** Answers a request to the OpenAI-compatible API; false when it is none. */
export async function answerOpenAi(engine: TextEngine, exchange: Exchange, kind: ServerKind): Promise<boolean> {
  const { method, path, response } = exchange;
  const model = modelId(engine, kind);
  if (path === '/v1/models') {
    replyJson(response, 200, models(engine, kind, model));
    return true;
  }
  const chat = path === '/v1/chat/completions';
  if (method !== 'POST' || (!chat && path !== '/v1/completions')) return false;

  const fields = fieldsOf(exchange.body);
  if (!fields) {
    refuse(exchange, kind, 500, 'The body is not JSON.');
    return true;
  }
  const unknown = kind === 'gpt4all' ? Object.keys(fields).find((name) => !GPT4ALL_FIELDS.includes(name)) : undefined;
  if (unknown !== undefined) {
    refuse(exchange, kind, 400, `'${unknown}' is not supported`);
    return true;
  }
  const messages = chat ? messagesField(fields['messages']) : [];
  if (!messages || (!chat && typeof fields['prompt'] !== 'string')) {
    refuse(exchange, kind, 400, chat ? "'messages' is required" : "'prompt' is required");
    return true;
  }
  const { contextSize } = engine.source;
  const prompt = engine.source.encode(chat ? engine.source.chatPrompt(messages) : textField(fields, 'prompt'));
  const names = { maxTokens: ['max_completion_tokens', 'max_tokens'], seed: 'seed', stop: 'stop' };
  const length = kind === 'vllm' && !chat ? 16 : (DEFAULT_LENGTHS[kind] ?? 256);
  const job = jobOf(prompt, fields, names, length);
  // These two cut without a word; the others refuse.
  const cuts = kind === 'koboldcpp' || kind === 'ollama';
  if (!cuts && prompt.length >= contextSize) {
    replyJson(response, 400, tooLong(kind, prompt.length, contextSize));
    return true;
  }
  const fitting = cuts ? fitted(engine.source, prompt, job.maxTokens) : prompt;
  await answerText(engine, exchange, { ...job, prompt: fitting }, openAiAnswer(fields, chat, kind, model));
  return true;
}

function refuse({ response }: Exchange, kind: ServerKind, code: number, message: string): void {
  const type = code === 400 ? 'invalid_request_error' : 'server_error';
  const body =
    kind === 'koboldcpp' ? { detail: { msg: message, type: 'bad_input' } } : { error: { code, message, type } };
  replyJson(response, code, body);
}

function tooLong(kind: ServerKind, promptTokens: number, contextSize: number): unknown {
  if (kind !== 'vllm') return contextExceeded(promptTokens, contextSize);
  const message = `This model's maximum context length is ${String(contextSize)} tokens. However, you requested ${String(promptTokens)} tokens.`;
  return { object: 'error', message, type: 'BadRequestError', param: null, code: 400 };
}

function modelId(engine: TextEngine, kind: ServerKind): string {
  const { modelName } = engine.source;
  if (kind === 'koboldcpp') return `koboldcpp/${modelName}`;
  return kind === 'ollama' ? `${modelName}:latest` : modelName;
}

function models(engine: TextEngine, kind: ServerKind, id: string): unknown {
  const { contextSize } = engine.source;
  const created = Math.floor(Date.now() / 1000);
  const more =
    kind === 'llama-server'
      ? { meta: { n_ctx: contextSize } }
      : kind === 'vllm'
        ? { max_model_len: contextSize, root: id, parent: null }
        : {};
  return { object: 'list', data: [{ id, object: 'model', created, owned_by: OWNERS[kind], ...more }] };
}
