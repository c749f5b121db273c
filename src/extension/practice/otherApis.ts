import type { ServerKind } from '../../shared/model/endpoint';
import { fieldsOf, replyJson, type Exchange } from './exchange';
import { messagesField, textField } from './requestFields';
import type { TextEngine } from './textEngine';

/** Answers what LM Studio, text-generation-webui and vLLM have beside the OpenAI-compatible API; false for all else. */
export function answerOther(engine: TextEngine, { method, path, body, response }: Exchange, kind: ServerKind): boolean {
  const { source } = engine;
  const { contextSize, modelName } = source;
  const fields = fieldsOf(body) ?? {};
  const answer = (value: unknown): boolean => {
    replyJson(response, 200, value);
    return true;
  };
  switch (`${kind} ${method} ${path}`) {
    case 'lm-studio GET /api/v0/models':
      return answer({
        object: 'list',
        data: [
          {
            id: modelName,
            object: 'model',
            type: 'llm',
            publisher: 'practice',
            arch: 'practice',
            compatibility_type: 'gguf',
            quantization: 'none',
            state: 'loaded',
            max_context_length: contextSize,
            loaded_context_length: contextSize,
          },
        ],
      });
    case 'text-generation-webui GET /v1/internal/model/info':
      return answer({ model_name: modelName, lora_names: [], loader: 'practice' });
    case 'text-generation-webui GET /v1/internal/model/list':
      return answer({ model_names: [modelName] });
    case 'text-generation-webui POST /v1/internal/token-count':
      return answer({ length: source.encode(textField(fields, 'text')).length });
    case 'vllm GET /version':
      return answer({ version: '0.0-practice' });
    case 'vllm POST /tokenize': {
      const messages = messagesField(fields['messages']);
      const text = messages ? source.chatPrompt(messages) : textField(fields, 'prompt');
      const tokens = source.encode(text).map(({ id }) => id);
      return answer({ count: tokens.length, max_model_len: contextSize, tokens });
    }
    default:
      return false;
  }
}
