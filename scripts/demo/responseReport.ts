import type { Response, Run } from '../../src/shared/model/run';
import { formatText } from '../../src/shared/model/text';
import { measurements, responseStatus } from '../../src/extension/features/documents/responseStatus';

/** What would move the cursor or change colours on a terminal. */
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Gives a response as text for a terminal: its payload, what was measured, its words. */
export function responseReport(response: Response, run: Run): string {
  const facts = [...measurements(response.metadata), responseStatus(response, run)].map(formatText).join(' · ');
  return [`── ${response.stepIndex + 1}. ${response.payloadName} ──`, facts, '', response.content, '']
    .join('\n')
    .replaceAll(CONTROL_CHARACTERS, '');
}
