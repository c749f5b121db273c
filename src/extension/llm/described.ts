import type { ProviderId } from '../../shared/model/payload';
import type { ServerKind, ServerState } from '../../shared/model/endpoint';
import { detectFormat } from '../domain/formats/detectFormat';
import type { RecognisedServer } from '../domain/ports/modelServer';
import { readableText } from './readableText';

/** The longest chat template that is kept, in UTF-16 units; the longest known has a tenth of it. */
const LONGEST_TEMPLATE = 200_000;

/** The protocol that is spoken with each kind of server. */
const PROVIDERS: Readonly<Record<ServerKind, ProviderId>> = {
  koboldcpp: 'koboldcpp',
  ollama: 'ollama',
  'llama-server': 'llamacpp',
  'lm-studio': 'openai',
  'text-generation-webui': 'openai',
  vllm: 'openai',
  jan: 'openai',
  gpt4all: 'openai',
  'openai-compatible': 'openai',
};

/** What was found out about a server, as raw as it came; whatever is absent or empty it does not tell. */
export interface Findings {
  readonly kind: ServerKind;
  readonly name: string;
  readonly version?: string | undefined;
  readonly model?: string | undefined;
  readonly models?: readonly string[] | undefined;
  readonly contextSize?: number | undefined;
  readonly chatTemplate?: string | undefined;
  readonly state?: ServerState | undefined;
  readonly slots?: number | undefined;
  readonly needsKey?: boolean | undefined;
}

/** Makes the description of a server out of its words, which are made fit to stand on screen. */
export function described(found: Findings): RecognisedServer {
  const { kind, name, version = '', model = '', models = [], contextSize = 0, slots = 0 } = found;
  const { chatTemplate = '', state, needsKey } = found;
  const template = chatTemplate.length <= LONGEST_TEMPLATE ? chatTemplate : '';
  const modelFormat = template === '' ? undefined : detectFormat(template);
  return {
    provider: PROVIDERS[kind],
    kind,
    server: readableText(`${name} ${version}`),
    ...(model !== '' && { model }),
    ...(models.length > 0 && { models: [...new Set(models)] }),
    ...(contextSize > 0 && { contextSize }),
    ...(template !== '' && { chatTemplate: template }),
    ...(modelFormat !== undefined && { modelFormat }),
    ...(state !== undefined && { state }),
    ...(slots > 0 && { slots }),
    ...(needsKey === true && { needsKey }),
  };
}
