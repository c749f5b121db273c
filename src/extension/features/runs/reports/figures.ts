import type { ResponseSummary } from '../../../../shared/model/run';
import { formatDuration } from '../../../platform/vscode/duration';
import { stars } from '../../../platform/vscode/stars';
import { formatSpeed } from '../../../platform/vscode/speed';
import { text, type Text } from '../../../../shared/model/text';
import { responseState, responseStateText } from '../runText';
import type { Column } from './markdownTable';

/** Says a sentence in the language of the person. */
export type Say = (sentence: Text) => string;

/** The columns that describe what was measured of a response; `figuresOf` gives their cells. */
export function figureColumns(say: Say): readonly Column[] {
  return [
    { heading: say(text('Ended')) },
    { heading: say(text('Tokens in')), isNumber: true },
    { heading: say(text('Tokens out')), isNumber: true },
    { heading: say(text('First token')), isNumber: true },
    { heading: say(text('Duration')), isNumber: true },
    { heading: say(text('Tokens/s')), isNumber: true },
    { heading: say(text('Rating')) },
    { heading: say(text('Model')) },
    { heading: say(text('Endpoint')) },
    { heading: say(text('Format')) },
    { heading: say(text('Temperature')), isNumber: true },
  ];
}

/** The cells of one response; empty where nothing was reported. */
export function figuresOf(response: ResponseSummary, say: Say): readonly string[] {
  const { metadata, rating } = response;
  const time = (milliseconds: number | undefined): string =>
    milliseconds === undefined ? '' : formatDuration(milliseconds);
  return [
    say(responseStateText(responseState(response, false))),
    String(metadata.promptTokens ?? ''),
    String(metadata.completionTokens ?? ''),
    time(metadata.timeToFirstTokenMs),
    time(metadata.durationMs),
    metadata.tokensPerSecond === undefined ? '' : formatSpeed(metadata.tokensPerSecond),
    stars(rating),
    metadata.model ?? metadata.server ?? '',
    `${metadata.host}:${String(metadata.port)}`,
    metadata.modelFormat,
    String(metadata.temperature),
  ];
}

/** How a response is numbered: by its step, and by its place among the answers where the step has several. */
export function numberOf(response: ResponseSummary, all: readonly ResponseSummary[]): string {
  const { stepIndex, answerIndex } = response;
  const several = all.filter((other) => other.runId === response.runId && other.stepIndex === stepIndex).length > 1;
  return several ? `${String(stepIndex + 1)}.${String(answerIndex + 1)}` : String(stepIndex + 1);
}
