import type { PayloadSettings } from '../../../shared/model/payload';
import type { FinishReason } from '../../../shared/model/run';

/** What an answer shows of the settings that it was asked for with. */
export interface SettingsEvidence {
  /** The whole answer, without what the model thought; only looked at where JSON was asked for. */
  readonly answer: string;
  readonly finishReason: FinishReason;
  /** Tokens of the answer, as the server counted them. */
  readonly completionTokens?: number;
}

/** How many more tokens than asked for a server may count: some count the marks around the answer. */
const COUNTED_MORE = 4;

/**
 * The names of settings that a server did not keep to, as payloads store them: it wrote on beyond the response length,
 * or an answer without JSON where a schema was set. Whether it kept to any other setting cannot be seen.
 */
export function disregardedSettings(
  { responseLength, parameters: { jsonSchema } }: Pick<PayloadSettings, 'responseLength' | 'parameters'>,
  { answer, finishReason, completionTokens = 0 }: SettingsEvidence,
): readonly string[] {
  // An answer that was cut is no whole JSON whatever the server did.
  const isWhole = finishReason === 'stop';
  return [
    ...(completionTokens > responseLength + COUNTED_MORE ? ['response_length'] : []),
    ...(jsonSchema !== undefined && isWhole && answer !== '' && !isJson(answer) ? ['json_schema'] : []),
  ];
}

function isJson(answer: string): boolean {
  try {
    JSON.parse(answer);
    return true;
  } catch {
    return false;
  }
}
