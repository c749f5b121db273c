import * as vscode from 'vscode';
import type { PayloadBlock } from '../../../shared/model/payload';

/** The address of a row, only there so that it can be drawn grey: no document has this scheme. */
const SCHEME = 'llm-place';

/** The address of a place in a payload; a place that is off has another one than when it is on. */
export function placeUri(place: PayloadBlock): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${place.id}`, query: place.enabled ? 'on' : 'off' });
}

/** Draws the places grey that are off. */
export function registerPlaceDecorations(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: (uri) =>
      uri.scheme === SCHEME && uri.query === 'off'
        ? new vscode.FileDecoration(undefined, vscode.l10n.t('off'), new vscode.ThemeColor('disabledForeground'))
        : undefined,
  });
}
