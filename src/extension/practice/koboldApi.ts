import { answerText, type AnswerForm } from './answerText';
import { fieldsOf, reply, replyJson, type Exchange } from './exchange';
import { fitted, jobOf, textField } from './requestFields';
import { practiceTemplate } from './practiceTemplate';
import { events } from './streamForm';
import type { Finish, LastJob, TextEngine } from './textEngine';

/** The length of an answer where the request says none, in tokens. */
const DEFAULT_LENGTH = 256;

/** What KoboldCpp calls the reasons: -1 none yet, 0 the limit, 1 the end of the text, 2 a stop string. */
const STOP_REASONS: Readonly<Record<Finish, number>> = { none: -1, limit: 0, aborted: 0, eos: 1, stopString: 2 };

/** Answers a request to KoboldCpp's native API; false when it is none. */
export async function answerKobold(
  engine: TextEngine,
  exchange: Exchange,
  uptime: () => number,
  isLocked: boolean,
): Promise<boolean> {
  const { method, path, response, body } = exchange;
  const fields = fieldsOf(body);
  const answer = (value: unknown): boolean => {
    replyJson(response, 200, value);
    return true;
  };
  switch (path) {
    case '/api/v1/model':
    case '/api/latest/model':
      return answer({ result: `koboldcpp/${isLocked ? 'protected-model' : engine.source.modelName}` });
    case '/api/v1/info/version':
    case '/api/latest/info/version':
      return answer({ result: '1.2.5' });
    case '/api/extra/version':
      return answer({
        result: 'KoboldCpp',
        version: '0.0-practice',
        protected: isLocked,
        llm: true,
        txt2img: false,
        vision: false,
      });
    case '/api/v1/config/max_context_length':
    case '/api/extra/true_max_context_length':
      return answer({ value: engine.source.contextSize });
    case '/api/v1/config/max_length':
      return answer({ value: DEFAULT_LENGTH });
    case '/api/extra/perf':
      return answer(perf(engine, uptime()));
    case '/api/extra/tokencount':
    case '/api/extra/tokenize': {
      const prompt = textField(fields ?? {}, 'prompt');
      const ids = engine.source.encode(prompt).map(({ id }) => id);
      return answer({ value: ids.length, ids, prompt });
    }
    case '/props':
      return answer({
        chat_template: practiceTemplate,
        id: 0,
        total_slots: 1,
        model_path: `koboldcpp/${engine.source.modelName}`,
        n_ctx: engine.source.contextSize,
        default_generation_settings: { n_ctx: engine.source.contextSize },
      });
    case '/api/extra/generate/check':
      return answer({ results: [{ text: engine.textSoFar(textField(fields ?? {}, 'genkey')) }] });
    case '/api/extra/abort': {
      const { success, done } = engine.abort(textField(fields ?? {}, 'genkey'));
      // These are texts in KoboldCpp too.
      return answer({ success: String(success), done: String(done) });
    }
    case '/api/v1/generate':
    case '/api/latest/generate':
    case '/api/extra/generate/stream':
      if (method !== 'POST') return false;
      await generate(engine, exchange, fields, path.endsWith('/stream'));
      return true;
    default:
      return false;
  }
}

async function generate(
  engine: TextEngine,
  exchange: Exchange,
  fields: ReturnType<typeof fieldsOf>,
  stream: boolean,
): Promise<void> {
  if (!fields) {
    replyJson(exchange.response, 500, { detail: { msg: 'Error parsing input.', type: 'bad_input' } });
    return;
  }
  if (fields['max_length'] !== undefined && typeof fields['max_length'] !== 'number') {
    reply(exchange.response, 200, 'application/json', 'null'); // so says KoboldCpp
    return;
  }
  const prompt = engine.source.encode(textField(fields, 'memory') + textField(fields, 'prompt'));
  const names = { maxTokens: ['max_length'], seed: 'sampler_seed', stop: 'stop_sequence' };
  const job = jobOf(prompt, fields, names, DEFAULT_LENGTH);
  await answerText(engine, exchange, { ...job, prompt: fitted(engine.source, prompt, job.maxTokens) }, form(stream));
}

function form(stream: boolean): AnswerForm {
  return {
    stream: stream ? events('untilClose', 'event: message\n') : undefined,
    head: [],
    piece: (text) => ({ token: text, finish_reason: null }),
    tail: (job) => [{ token: '', finish_reason: reason(job) }],
    whole: (text, job) => ({
      results: [
        { text, finish_reason: reason(job), prompt_tokens: job.promptTokens, completion_tokens: job.completionTokens },
      ],
    }),
    failure: (message) => ({ detail: { msg: message, type: 'server_error' } }),
    busy: koboldBusy,
    noticesOnlyStreaming: true,
  };
}

/** What KoboldCpp says when it has no room. */
export function koboldBusy(): unknown {
  return { detail: { msg: 'Server is busy; please try again later.', type: 'service_unavailable' } };
}

/** KoboldCpp says "stop" only for the end of the text; a stop string is "length" to it. */
function reason({ finish }: LastJob): string {
  return finish === 'eos' ? 'stop' : 'length';
}

function perf(engine: TextEngine, uptime: number): unknown {
  const { finish, promptTokens, completionTokens, seed } = engine.last;
  return {
    last_token_count: completionTokens,
    last_input_count: promptTokens,
    last_seed: seed,
    total_gens: engine.total,
    stop_reason: STOP_REASONS[finish],
    queue: engine.queue,
    idle: engine.idle ? 1 : 0,
    uptime,
  };
}
