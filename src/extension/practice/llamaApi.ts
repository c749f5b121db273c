import { answerText } from './answerText';
import { fieldsOf, replyJson, type Exchange } from './exchange';
import { contextExceeded } from './openAiAnswer';
import { practiceTemplate } from './practiceTemplate';
import { jobOf, messagesField, textField } from './requestFields';
import { events } from './streamForm';
import type { LastJob, TextEngine } from './textEngine';

/** Answers what only llama.cpp's server has: what it tells about itself and its native API; false for anything else. */
export async function answerLlama(engine: TextEngine, exchange: Exchange): Promise<boolean> {
  const { path, method, response, body } = exchange;
  const { contextSize, modelName } = engine.source;
  const answer = (value: unknown): boolean => {
    replyJson(response, 200, value);
    return true;
  };
  switch (`${method} ${path}`) {
    case 'GET /health':
      return answer({ status: 'ok' });
    case 'GET /props':
      return answer({
        default_generation_settings: { params: {}, n_ctx: contextSize },
        total_slots: engine.slots,
        model_alias: modelName,
        chat_template: practiceTemplate,
        build_info: 'practice',
      });
    case 'GET /slots':
      return answer(
        Array.from({ length: engine.slots }, (_, id) => ({
          id,
          n_ctx: contextSize,
          is_processing: id < engine.running,
        })),
      );
    case 'POST /tokenize': {
      const content = textField(fieldsOf(body) ?? {}, 'content');
      return answer({ tokens: engine.source.encode(content).map(({ id }) => id) });
    }
    case 'POST /apply-template': {
      const messages = messagesField(fieldsOf(body)?.['messages']) ?? [];
      return answer({ prompt: engine.source.chatPrompt(messages) });
    }
    case 'POST /completion':
      await complete(engine, exchange);
      return true;
    default:
      return false;
  }
}

async function complete(engine: TextEngine, exchange: Exchange): Promise<void> {
  const fields = fieldsOf(exchange.body);
  if (typeof fields?.['prompt'] !== 'string') {
    const message = "[json.exception.out_of_range.403] key 'prompt' not found";
    const code = fields ? 400 : 500;
    const type = fields ? 'invalid_request_error' : 'server_error';
    replyJson(exchange.response, code, { error: { code, message, type } });
    return;
  }
  const prompt = engine.source.encode(fields['prompt']);
  if (prompt.length >= engine.source.contextSize) {
    replyJson(exchange.response, 400, contextExceeded(prompt.length, engine.source.contextSize));
    return;
  }
  const names = { maxTokens: ['n_predict'], seed: 'seed', stop: 'stop' };
  const last = (text: string, job: LastJob): unknown => ({
    index: 0,
    content: text,
    tokens: [],
    id_slot: 0,
    stop: true,
    model: engine.source.modelName,
    tokens_predicted: job.completionTokens,
    tokens_evaluated: job.promptTokens,
    generation_settings: {},
    prompt: fields['prompt'],
    has_new_line: false,
    truncated: job.contextFull,
    stop_type: stopType(job),
    stopping_word: job.stopString ?? '',
    tokens_cached: 0,
    timings: { prompt_per_token_ms: null },
  });
  await answerText(engine, exchange, jobOf(prompt, fields, names, engine.source.contextSize), {
    stream: fields['stream'] === true ? events('chunked') : undefined,
    head: [],
    piece: (content) => ({ index: 0, content, tokens: [], stop: false, id_slot: -1 }),
    tail: (job) => [last('', job)], // no [DONE] here
    whole: last,
    failure: (message) => ({ error: { code: 500, message, type: 'server_error' } }),
    busy: () => ({ error: { code: 503, message: 'No slot is free.', type: 'unavailable_error' } }),
  });
}

function stopType({ finish }: LastJob): string {
  switch (finish) {
    case 'eos':
      return 'eos';
    case 'stopString':
      return 'word';
    case 'limit':
      return 'limit';
    case 'aborted':
    case 'none':
      return 'none';
  }
}
