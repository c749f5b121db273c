import { randomUUID } from 'node:crypto';
import type { ServerKind } from '../../shared/model/endpoint';
import type { AnswerForm } from './answerText';
import { fieldsOf } from './exchange';
import { koboldBusy } from './koboldApi';
import { events } from './streamForm';
import type { LastJob } from './textEngine';

type Fields = Readonly<Record<string, unknown>>;

/** How one kind of server writes the answer to a request to the OpenAI-compatible API. */
export function openAiAnswer(fields: Fields, chat: boolean, kind: ServerKind, model: string): AnswerForm {
  const options = fieldsOf(fields['stream_options']);
  const kobold = kind === 'koboldcpp';
  const llama = kind === 'llama-server' || kind === 'jan';
  const base = {
    id: `${chat ? 'chatcmpl' : 'cmpl'}-${randomUUID()}`,
    object: chat ? 'chat.completion.chunk' : 'text_completion',
    created: Math.floor(Date.now() / 1000),
    model,
  };
  const part = (delta: Fields, finish: string | null, stop?: string): unknown => {
    // KoboldCpp repeats the role in every part.
    const said = chat
      ? { delta: { ...(kobold && { role: 'assistant' }), ...delta } }
      : { text: delta['content'] ?? '' };
    const more = kind === 'vllm' ? { stop_reason: stop ?? null } : {};
    return { ...base, choices: [{ index: 0, ...said, finish_reason: finish, ...more }] };
  };
  return {
    stream: fields['stream'] === true ? events(kobold ? 'untilClose' : 'chunked') : undefined,
    head: chat && llama ? [part({ role: 'assistant', content: null }, null)] : [],
    piece: (content) => part({ content }, null),
    ...(chat &&
      kind !== 'gpt4all' && {
        thought: (text: string) =>
          part(kind === 'vllm' || kind === 'ollama' ? { reasoning: text } : { reasoning_content: text }, null),
      }),
    tail: (job) => [
      // llama-server leaves the last delta empty.
      part(llama ? {} : { content: '' }, reason(job, kobold), job.stopString),
      ...(options?.['include_usage'] === true ? [{ ...base, choices: [], usage: usage(job) }] : []),
      '[DONE]',
    ],
    whole: (text, job, thought) => {
      const message = { role: 'assistant', content: text, ...(thought !== '' && { reasoning_content: thought }) };
      const choice = { index: 0, ...(chat ? { message } : { text }), finish_reason: reason(job, kobold) };
      return { ...base, object: chat ? 'chat.completion' : 'text_completion', choices: [choice], usage: usage(job) };
    },
    failure: (message) => ({ error: { code: 500, message, type: 'server_error' } }),
    busy: () =>
      kobold ? koboldBusy() : { error: { code: 503, message: 'No room for another request.', type: 'overloaded' } },
    noticesOnlyStreaming: kobold,
  };
}

/** What llama-server says to a prompt that is too long. */
export function contextExceeded(promptTokens: number, contextSize: number): unknown {
  const message = `request (${String(promptTokens)} tokens) exceeds the available context size (${String(contextSize)} tokens), try increasing it`;
  const counts = { n_prompt_tokens: promptTokens, n_ctx: contextSize };
  return { error: { code: 400, message, type: 'exceed_context_size_error', ...counts } };
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
