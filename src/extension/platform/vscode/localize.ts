import * as vscode from 'vscode';
import type { Text } from '../../../shared/model/text';

/** A sentence of the domain in the language of the person. */
export function localize(text: Text): string {
  return vscode.l10n.t(text.message, ...text.args);
}
