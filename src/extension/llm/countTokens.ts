import * as v from 'valibot';
import { splitThinking } from '../domain/thinking/splitThinking';
import type { Message } from '../domain/ports/modelServer';
import { askQuietly } from './askQuietly';
import type { Exchange } from './exchange';
import type { HttpRequest } from './http';

/** How long a server may take to count, in milliseconds. */
const COUNTING = 3000;
/** More tokens than a tokenizer puts around a text. */
const AROUND = 16;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const counts = {
  koboldcpp: v.object({ value: count }),
  llamaServer: v.object({ tokens: v.array(v.unknown()) }),
  textGenerationWebui: v.object({ length: count }),
  vllm: v.object({ count }),
};
const applied = v.object({ prompt: v.string() });

type Ask = (path: string, json: unknown) => Promise<unknown>;

/**
 * Has a server's own tokenizer count what is sent. Messages are counted with the template around them where the server
 * tells it, else without: never more than they are. Undefined where there is no tokenizer to ask, and where it would tell
 * nothing, because the text fits in any case; nothing is thrown.
 */
export async function countTokens(exchange: Exchange): Promise<number | undefined> {
  if (surelyFits(exchange)) return undefined;
  const { endpoint, server, form, signal } = exchange;
  const ask: Ask = (path, json) => {
    const request: HttpRequest = { method: 'POST', path, json };
    return askQuietly(endpoint, request, COUNTING, signal);
  };
  switch (server.kind) {
    case 'koboldcpp': {
      const special = form.kind === 'text';
      const prompt = special ? form.prompt : contentsOf(form.messages);
      const answer = v.safeParse(counts.koboldcpp, await ask('/api/extra/tokencount', { prompt, special }));
      return answer.success ? answer.output.value : undefined;
    }
    case 'llama-server': {
      const content = form.kind === 'text' ? form.prompt : await appliedTemplate(form.messages, ask);
      if (content === undefined) return undefined;
      const answer = v.safeParse(counts.llamaServer, await ask('/tokenize', { content, add_special: true }));
      return answer.success ? answer.output.tokens.length : undefined;
    }
    case 'text-generation-webui': {
      const text = form.kind === 'text' ? form.prompt : contentsOf(form.messages);
      const answer = v.safeParse(counts.textGenerationWebui, await ask('/v1/internal/token-count', { text }));
      return answer.success ? answer.output.length : undefined;
    }
    case 'vllm': {
      const input = form.kind === 'text' ? { prompt: form.prompt } : { messages: form.messages };
      const answer = v.safeParse(counts.vllm, await ask('/tokenize', { model: server.model, ...input }));
      return answer.success ? answer.output.count : undefined;
    }
    case 'ollama':
    case 'lm-studio':
    case 'jan':
    case 'gpt4all':
    case 'openai-compatible':
      return undefined;
  }
}

/** Whether text and answer have room in the context also if every byte of the text is a token. */
function surelyFits({ form, server: { contextSize }, request: { settings } }: Exchange): boolean {
  // How much a template of the server puts around messages is not known.
  if (form.kind !== 'text' || contextSize === undefined) return false;
  return Buffer.byteLength(form.prompt) + AROUND + settings.responseLength <= contextSize;
}

async function appliedTemplate(messages: readonly Message[], ask: Ask): Promise<string | undefined> {
  const answer = v.safeParse(applied, await ask('/apply-template', { messages }));
  return answer.success ? answer.output.prompt : undefined;
}

/** The contents as short as any template makes them: many trim, and leave out what a model thought. */
function contentsOf(messages: readonly Message[]): string {
  return messages
    .map(({ role, content }) => (role === 'assistant' ? splitThinking(content).text : content).trim())
    .join('');
}
