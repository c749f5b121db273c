import { text } from '../../../shared/model/text';
import type { LintRule } from './lint';

/**
 * A format that is not the one of the template that the server has for its model. Where messages are sent the server
 * writes the marks itself, and a text without marks is what its author wanted.
 */
export const otherFormat: LintRule = ({ format, form, serverFormat }) => {
  if (serverFormat === undefined || serverFormat === format.name || form === 'messages' || format.kind !== 'template') {
    return [];
  }
  const sentence = text(
    'The model behind this port has the template of the format "{0}", and the payload is written in the format "{1}". Choose "{0}".',
    serverFormat,
    format.name,
  );
  return [
    { code: 'other-format', severity: 'warning', text: sentence, fix: { kind: 'setFormat', format: serverFormat } },
  ];
};
