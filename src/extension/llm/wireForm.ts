import { text } from '../../shared/model/text';
import { findModelFormat } from '../domain/formats/modelFormats';
import { plainText } from '../domain/formats/plainText';
import { renderMessages } from '../domain/formats/renderMessages';
import { InvalidInputError } from '../domain/ports/invalidInputError';
import type { GenerationRequest, Message, RecognisedServer } from '../domain/ports/modelServer';
import { stopStrings } from './samplingFields';

/** What a request becomes on the wire: one text, or messages for the server's own template. */
export type WireForm =
  | { readonly kind: 'text'; readonly prompt: string; readonly stop: readonly string[] | undefined }
  | { readonly kind: 'messages'; readonly messages: readonly Message[]; readonly stop: readonly string[] | undefined };

/**
 * Says what to send for the model format of a request. Nothing is ever put before the text: servers add BOS themselves.
 * @throws {InvalidInputError} when there is no such model format
 */
export function wireForm({ messages, settings }: GenerationRequest, server: RecognisedServer): WireForm {
  const format = findModelFormat(settings.modelFormat);
  if (!format) {
    throw new InvalidInputError(
      text('There is no model format "{0}". Choose another one in the settings of the payload.', settings.modelFormat),
    );
  }
  const stop = stopStrings([], settings.parameters);
  const asMessages: WireForm = { kind: 'messages', messages, stop };
  const asText: WireForm = { kind: 'text', prompt: plainText(messages), stop };
  switch (format.kind) {
    case 'auto':
      return asMessages;
    case 'default':
      return server.provider === 'koboldcpp' ? asText : asMessages;
    case 'raw':
      return asText;
    case 'template': {
      // Ollama's OpenAI-compatible API puts the model's own template around texts too: marks within marks.
      if (server.kind === 'ollama' && server.provider === 'openai') return asMessages;
      const rendered = renderMessages(messages, format);
      return { kind: 'text', prompt: rendered.text, stop: stopStrings(rendered.stop, settings.parameters) };
    }
  }
}
