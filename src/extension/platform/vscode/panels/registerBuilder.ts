import * as vscode from 'vscode';
import { settingsSection } from '../../../ids';
import type { BuilderPanels, BuilderSession } from './builderPanels';

/** How the panels of a kind come to be. */
export interface BuilderRegistration<Session extends BuilderSession> {
  readonly panelType: string;
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
