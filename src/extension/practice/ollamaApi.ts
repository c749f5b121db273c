import { answerText, type AnswerForm } from './answerText';
import { fieldsOf, replyJson, type Exchange } from './exchange';
import { practiceTemplate } from './practiceTemplate';
import { fitted, jobOf, messagesField, textField } from './requestFields';
import { lines } from './streamForm';
import type { Job, LastJob, TextEngine } from './textEngine';

/** The length of an answer where the request says none, in tokens. */
const DEFAULT_LENGTH = 256;

type Fields = Readonly<Record<string, unknown>>;

/** Who answers by Ollama's API: Ollama, or KoboldCpp, which imitates it in part. */
export type OllamaSpeaker = 'ollama' | 'koboldcpp';

/** Answers a request to Ollama's API; false when it is none. */
export async function answerOllama(engine: TextEngine, exchange: Exchange, speaker: OllamaSpeaker): Promise<boolean> {
  const { method, path, response } = exchange;
  const answer = (value: unknown): boolean => {
    replyJson(response, 200, value);
    return true;
  };
  const isReal = speaker === 'ollama';
  const name = nameOf(engine, speaker);
  switch (`${method} ${path}`) {
    case 'GET /api/version':
      return answer({ version: isReal ? '0.0-practice' : '0.7.0' });
    case 'GET /api/tags':
      return answer({ models: [modelOf(isReal ? name : 'koboldcpp', name)] });
    case 'GET /api/ps':
      return answer({
        models: [
          {
            ...modelOf(isReal ? name : 'koboldcpp', name),
            expires_at: '2055-06-04T19:06:25Z',
            size_vram: 1_000_000,
            ...(isReal && { context_length: engine.source.contextSize }),
          },
        ],
      });
    case 'POST /api/show':
      return answer({
        template: isReal ? '{{ .Prompt }}' : '',
        chat_template: practiceTemplate,
        details: {},
        model_info: isReal ? { 'practice.context_length': engine.source.contextSize } : {},
        capabilities: ['completion'],
      });
    case 'POST /api/chat':
    case 'POST /api/generate':
      await generate(engine, exchange, speaker, name);
      return true;
    default:
      return false;
  }
}

async function generate(engine: TextEngine, exchange: Exchange, speaker: OllamaSpeaker, name: string): Promise<void> {
  const fields = fieldsOf(exchange.body);
  const isReal = speaker === 'ollama';
  if (!fields) {
    replyJson(
      exchange.response,
      isReal ? 400 : 500,
      isReal ? { error: 'missing request body' } : { detail: { msg: 'Error parsing input.', type: 'bad_input' } },
    );
    return;
  }
  const wanted = textField(fields, 'model');
  if (isReal && wanted.replace(/:latest$/, '') !== name.replace(/:latest$/, '')) {
    replyJson(exchange.response, 404, { error: `model '${wanted}' not found` });
    return;
  }
  const chat = exchange.path === '/api/chat';
  const messages = chat ? (messagesField(fields['messages']) ?? []) : [];
  if (isReal && chat && messages.length === 0) {
    // Without messages Ollama only loads the model.
    replyJson(exchange.response, 200, { ...chunkOf(name, chat, ''), done: true, done_reason: 'load' });
    return;
  }
  const options = fieldsOf(fields['options']) ?? {};
  const prompt = engine.source.encode(chat ? engine.source.chatPrompt(messages) : textField(fields, 'prompt'));
  const names = { maxTokens: ['num_predict'], seed: 'seed', stop: 'stop' };
  const asked = jobOf(prompt, options, names, DEFAULT_LENGTH);
  // KoboldCpp's imitation does not hear num_predict in its chat. The key of a request stands in all its APIs there.
  const job: Job = {
    ...asked,
    ...(!isReal && { key: textField(fields, 'genkey') }),
    ...(!isReal && chat && { maxTokens: DEFAULT_LENGTH }),
  };
  const fitting = { ...job, prompt: fitted(engine.source, prompt, job.maxTokens) };
  await answerText(engine, exchange, fitting, form(fields, name, chat, speaker));
}

function form(fields: Fields, model: string, chat: boolean, speaker: OllamaSpeaker): AnswerForm {
  const isReal = speaker === 'ollama';
  const part = (text: string): Fields => chunkOf(model, chat, text);
  const last = (text: string, job: LastJob): unknown => ({ ...part(text), ...endOf(job, isReal) });
  return {
    // Streaming is the default of this API.
    stream:
      fields['stream'] === false
        ? undefined
        : lines(isReal ? 'chunked' : 'untilClose', isReal ? 'application/x-ndjson' : 'text/event-stream'),
    head: [],
    piece: (text) => ({ ...part(text), done: false }),
    ...(isReal && {
      thought: (text: string) =>
        chat
          ? { model, created_at: now(), message: { role: 'assistant', content: '', thinking: text }, done: false }
          : { model, created_at: now(), response: '', thinking: text, done: false },
    }),
    tail: (job) => [last('', job)],
    whole: (text, job, thought) => {
      if (thought === '') return last(text, job);
      const said = chat
        ? { message: { role: 'assistant', content: text, thinking: thought } }
        : { response: text, thinking: thought };
      return { ...(last(text, job) as object), ...said };
    },
    failure: (message) => ({ error: message }),
    busy: () =>
      isReal
        ? { error: 'server busy, please try again.  maximum pending requests exceeded' }
        : { detail: { msg: 'Server is busy; please try again later.', type: 'service_unavailable' } },
    noticesOnlyStreaming: !isReal,
  };
}

function chunkOf(model: string, chat: boolean, text: string): Fields {
  const said = chat ? { message: { role: 'assistant', content: text } } : { response: text };
  return { model, created_at: now(), ...said };
}

function endOf({ finish, promptTokens, completionTokens }: LastJob, isReal: boolean): Fields {
  const stopped = isReal ? finish === 'eos' || finish === 'stopString' : finish === 'eos';
  // KoboldCpp measures no times here.
  const duration = isReal ? 1_000_000 : 1;
  return {
    done: true,
    done_reason: stopped ? 'stop' : 'length',
    total_duration: duration,
    load_duration: duration,
    prompt_eval_count: promptTokens,
    prompt_eval_duration: duration,
    eval_count: completionTokens,
    eval_duration: duration,
  };
}

function nameOf(engine: TextEngine, speaker: OllamaSpeaker): string {
  return speaker === 'ollama' ? `${engine.source.modelName}:latest` : `koboldcpp/${engine.source.modelName}`;
}

function modelOf(name: string, model: string): Fields {
  const details = { parent_model: '', format: 'gguf', family: 'practice', families: ['practice'] };
  return { name, model, modified_at: '2026-01-01T00:00:00Z', size: 1_000_000, digest: '0'.repeat(64), details };
}

function now(): string {
  return new Date().toISOString();
}
