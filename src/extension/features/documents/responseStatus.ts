import { text, type Text } from '../../../shared/model/text';
import type { FinishReason, ResponseMetadata, ResponseSummary, Run } from '../../../shared/model/run';

/** Where a response stands, as one sentence for a person. */
export function responseStatus(response: ResponseSummary, run: Run | undefined): Text {
  if (response.partial) {
    return partialStatus(response.finishReason, run);
  }
  switch (response.finishReason) {
    case 'length':
      return text('Cut off at the response length of {0} tokens', response.metadata.responseLength);
    case 'cancelled':
    case 'error':
      return partialStatus(response.finishReason, run);
    case 'stop':
    case 'unknown':
    case null:
      return response.size === 0 ? text('Complete: the model answered with no text') : text('Complete');
  }
}

/** What was measured, each as a short text: model, tokens in and out, tokens per second, duration. */
export function measurements(metadata: ResponseMetadata): readonly Text[] {
  const { model, server, promptTokens, completionTokens, tokensPerSecond, durationMs } = metadata;
  const name = model ?? server;
  return [
    ...(name === undefined ? [] : [text('{0}', name)]),
    ...(promptTokens === undefined ? [] : [text('{0} tokens in', promptTokens)]),
    ...(completionTokens === undefined ? [] : [text('{0} tokens out', completionTokens)]),
    ...(tokensPerSecond === undefined ? [] : [text('{0} tokens/s', rounded(tokensPerSecond))]),
    ...(durationMs === undefined ? [] : [duration(durationMs)]),
  ];
}

function partialStatus(reason: FinishReason | null, run: Run | undefined): Text {
  if (reason === 'cancelled') {
    return text('Partial: stopped');
  }
  if (reason === 'error' && run?.errorMessage) {
    return text('Partial: {0}', run.errorMessage);
  }
  return reason === 'error' ? text('Partial: the step failed') : text('Partial: the end never arrived');
}

function duration(milliseconds: number): Text {
  const seconds = milliseconds / 1000;
  return seconds < 60
    ? text('{0} s', rounded(seconds))
    : text('{0} min {1} s', Math.floor(seconds / 60), Math.floor(seconds % 60));
}

function rounded(value: number): number {
  return value < 100 ? Math.round(value * 10) / 10 : Math.round(value);
}
