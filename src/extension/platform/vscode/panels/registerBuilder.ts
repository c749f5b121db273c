import * as vscode from 'vscode';
import type { Subscribe } from '../../../domain/ports/events';
import { settingsSection } from '../../../ids';
import type { BuilderPanels, BuilderSession } from './builderPanels';

/** How the panels of a kind come to be. */
export interface BuilderRegistration<Session extends BuilderSession> {
  readonly panelType: string;
  /** Raised when another library is about to be read. */
  readonly onDidMove: Subscribe<void>;
  /** Makes the panels; their code is loaded then. */
  readonly load: () => Promise<BuilderPanels<Session>>;
  /** Registers what opens a panel. */
  readonly commands: (panels: () => Promise<BuilderPanels<Session>>) => readonly vscode.Disposable[];
}

/**
 * Registers the panels of a kind with VS Code. Their code is loaded with the first panel: a window that opens none does
 * not pay for it.
 */
export function registerBuilder<Session extends BuilderSession>({
  panelType,
  onDidMove,
  load,
  commands,
}: BuilderRegistration<Session>): vscode.Disposable {
  let panels: BuilderPanels<Session> | undefined;
  let loading: Promise<BuilderPanels<Session>> | undefined;
  const loaded = (): Promise<BuilderPanels<Session>> =>
    (loading ??= load().then((made) => {
      panels = made;
      return made;
    }));
  return vscode.Disposable.from(
    { dispose: () => panels?.dispose() },
    vscode.window.registerWebviewPanelSerializer(panelType, {
      deserializeWebviewPanel: async (panel, state) => (await loaded()).deserializeWebviewPanel(panel, state),
    }),
    ...commands(loaded),
    // What a panel shows and would take back is that of the other library.
    onDidMove(() => panels?.dispose()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      panels?.surroundingsChanged();
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settingsSection)) {
        panels?.surroundingsChanged();
      }
    }),
  );
}
