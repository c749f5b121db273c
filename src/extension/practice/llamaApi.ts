import { fieldsOf, replyJson, type Exchange } from './exchange';
import { textField } from './requestFields';
import type { TextEngine } from './textEngine';

/** Answers what llama.cpp's server tells about itself; false when it is something else. */
export function answerLlama(engine: TextEngine, { path, response, body }: Exchange): boolean {
  const { contextSize, modelName } = engine.source;
  switch (path) {
    case '/health':
      replyJson(response, 200, { status: 'ok' });
      return true;
    case '/props':
      replyJson(response, 200, {
        default_generation_settings: { params: {}, n_ctx: contextSize },
        total_slots: 1,
        model_alias: modelName,
        chat_template: '',
        build_info: 'practice',
      });
      return true;
    case '/tokenize': {
      const content = textField(fieldsOf(body) ?? {}, 'content');
      replyJson(response, 200, { tokens: engine.source.encode(content).map(({ id }) => id) });
      return true;
    }
    default:
      return false;
  }
}
