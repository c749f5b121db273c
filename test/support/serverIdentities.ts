import { koboldJson, llamaJson } from './serverExchanges';

/** The answers of a server by path. */
export type Answers = Readonly<Record<string, string>>;

/** An answer in one piece of a server that does not sign what it sends. */
export function plainJson(value: unknown, status = '200 OK'): string {
  return llamaJson(value, status).replace('Server: llama.cpp\r\n', '');
}

/** How KoboldCpp imitates the others, as recorded; with what it is recognised by this is all that it tells. */
export function koboldImitations(template: string): Answers {
  return {
    '/props': koboldJson({
      chat_template: template,
      id: 0,
      id_task: -1,
      total_slots: 1,
      modalities: { vision: false, audio: false },
      model_path: 'koboldcpp/tiny',
      n_ctx: 512,
      default_generation_settings: { n_ctx: 512 },
    }),
    '/api/version': koboldJson({ version: '0.7.0' }),
    '/api/tags': koboldJson({ models: [{ name: 'koboldcpp', model: 'koboldcpp/tiny:latest' }] }),
    '/v1/models': koboldJson({
      object: 'list',
      data: [{ id: 'koboldcpp/tiny', object: 'model', owned_by: 'koboldcpp', permission: [], root: 'koboldcpp' }],
    }),
  };
}

/** What llama-server tells of itself, with the template and load that a test gives it. */
export function llamaProperties(template: string, busy: readonly boolean[]): Answers {
  return {
    '/props': llamaJson({
      default_generation_settings: { params: { seed: 42, n_predict: -1 }, n_ctx: 512 },
      total_slots: busy.length,
      model_alias: 'tiny',
      model_ftype: 'all F32',
      model_path: 'tiny-512.gguf',
      modalities: { vision: false, video: false, audio: false },
      endpoint_slots: true,
      chat_template: template,
      bos_token: '<s>',
      eos_token: '</s>',
      build_info: 'b6500-abc',
      is_sleeping: false,
    }),
    '/slots': llamaJson(busy.map((is_processing, id) => ({ id, n_ctx: 512, is_processing, params: {} }))),
    '/v1/models': llamaModels(),
  };
}

/** The list of models of llama-server, which it tells also without the key that everything else needs. */
export function llamaModels(): string {
  const details = { parent_model: '', format: 'gguf', family: '', families: [''] };
  return llamaJson({
    models: [{ name: 'tiny', model: 'tiny', type: 'model', capabilities: ['completion'], details }],
    object: 'list',
    data: [
      {
        id: 'tiny',
        aliases: ['tiny'],
        object: 'model',
        created: 1795307314,
        owned_by: 'llamacpp',
        meta: { vocab_type: 1, n_vocab: 512, n_ctx: 512, n_ctx_train: 512, n_embd: 64 },
      },
    ],
  });
}

/** Ollama with two models, the second in memory. */
export function ollamaIdentity(show: Readonly<Record<string, unknown>> = {}): Answers {
  const details = { parent_model: '', format: 'gguf', family: 'llama', families: ['llama'] };
  const model = (name: string) => ({ name, model: name, modified_at: '2026-01-01T00:00:00Z', size: 1, details });
  return {
    '/api/version': plainJson({ version: '0.12.3' }),
    '/api/tags': plainJson({ models: [model('first:latest'), model('loaded:7b')] }),
    '/api/ps': plainJson({ models: [{ ...model('loaded:7b'), size_vram: 1, context_length: 4096 }] }),
    '/api/show': plainJson({
      template: '{{ if .System }}<|im_start|>system\n{{ .System }}<|im_end|>\n{{ end }}<|im_start|>user\n',
      parameters: 'stop "<|im_end|>"\nnum_ctx                        16384',
      model_info: { 'general.architecture': 'llama', 'llama.context_length': 131072 },
      capabilities: ['completion'],
      ...show,
    }),
    '/v1/models': plainJson({
      object: 'list',
      data: [
        { id: 'first:latest', object: 'model', owned_by: 'library' },
        { id: 'loaded:7b', object: 'model', owned_by: 'library' },
      ],
    }),
  };
}

/** LM Studio, which answers every other path with 200 and an error. */
export function lmStudioIdentity(): Answers {
  const odd = plainJson({ error: 'Unexpected endpoint or method. (GET)' });
  const others = ['/api/extra/version', '/props', '/api/version', '/v1/internal/model/info', '/openapi.json'];
  return {
    ...Object.fromEntries(others.map((path) => [path, odd])),
    '/api/v0/models': plainJson({
      object: 'list',
      data: [
        { id: 'embedder', type: 'embeddings', state: 'loaded', max_context_length: 512 },
        { id: 'big', type: 'llm', state: 'not-loaded', max_context_length: 32768 },
        { id: 'small', type: 'llm', state: 'loaded', max_context_length: 8192, loaded_context_length: 4096 },
      ],
    }),
    '/v1/models': plainJson({ object: 'list', data: [{ id: 'embedder', object: 'model' }] }),
  };
}

/** A list of models of a server that has nothing else to tell. */
export function openAiModels(...models: readonly Readonly<Record<string, unknown>>[]): Answers {
  return { '/v1/models': plainJson({ object: 'list', data: models.map((model) => ({ object: 'model', ...model })) }) };
}

/** Jan's description of its own API, which it gives also without the key that everything else needs. */
export function janDocument(): Answers {
  return {
    '/openapi.json': plainJson({
      openapi: '3.0.0',
      info: { title: 'Jan API Server Endpoints', version: '0.3.14' },
      paths: {},
    }),
  };
}
