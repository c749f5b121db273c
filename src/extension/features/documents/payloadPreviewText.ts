import * as vscode from 'vscode';
import type { Payload } from '../../../shared/model/payload';
import { findModelFormat } from '../../domain/formats/modelFormats';
import { renderMessages } from '../../domain/formats/renderMessages';
import type { Assembly } from '../../domain/payload/assemble';
import { localize } from '../../platform/vscode/localize';

/**
 * What a payload would send, to be read: the one text that a model format makes, or one message after the other, each
 * under the name of its role where there are several. Above it stands what prevents sending, if anything does.
 */
export function payloadPreviewText({ modelFormat }: Payload, { messages, problems }: Assembly): string {
  const format = findModelFormat(modelFormat);
  const isRendered = format?.kind === 'template';
  const body = isRendered
    ? renderMessages(messages, format).text
    : messages.length === 1
      ? (messages[0]?.content ?? '')
      : messages.map(({ role, content }) => `── ${role} ──\n${content}`).join('\n\n');
  if (problems.length === 0) {
    return body;
  }
  const heading = vscode.l10n.t('This payload cannot be sent:');
  return [heading, ...problems.map((problem) => `• ${localize(problem.text)}`), '', body].join('\n');
}
