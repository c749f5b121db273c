import * as vscode from 'vscode';
import { payloadBuilderPage } from '../../../shared/protocol/payloadBuilder';
import { panelTypes } from '../../ids';
import { webviewHtml, webviewOptions } from '../../platform/vscode/webviewPage';
import { webviewTransport } from '../../platform/vscode/webviewTransport';
import type { BuilderDependencies, BuilderSurroundings } from './builderDependencies';
import { builderStrings } from './builderStrings';
import { PayloadBuilderSession } from './payloadBuilderSession';

interface Open {
  readonly panel: vscode.WebviewPanel;
  readonly session: PayloadBuilderSession;
}

/** The open panels, one for each payload at most. */
export class PayloadBuilderPanels implements vscode.WebviewPanelSerializer {
  private readonly open = new Map<number, Open>();

  constructor(
    private readonly dependencies: BuilderDependencies,
    private readonly surroundings: BuilderSurroundings,
    /** The folder of the page's bundles. */
    private readonly folder: vscode.Uri,
  ) {}

  /** Shows the panel of a payload, or opens one. */
  async show(payloadId: number, name: string): Promise<void> {
    const known = this.open.get(payloadId);
    if (known !== undefined) {
      known.panel.reveal();
      return;
    }
    await this.closeSleeping(name);
    const panel = vscode.window.createWebviewPanel(panelTypes.payloadBuilder, name, vscode.ViewColumn.Active, {
      ...webviewOptions(this.folder),
      enableFindWidget: true,
    });
    this.attach(panel, payloadId);
  }

  /** Brings a panel back after a restart. The page's own state says whose it is. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const payloadId = payloadIdIn(state);
    if (payloadId === undefined || this.open.has(payloadId)) {
      panel.dispose();
    } else {
      panel.webview.options = webviewOptions(this.folder);
      this.attach(panel, payloadId);
    }
    return Promise.resolve();
  }

  /** Something outside of the library has changed that the panels show. */
  surroundingsChanged(): void {
    for (const { session } of this.open.values()) {
      session.surroundingsChanged();
    }
  }

  dispose(): void {
    for (const { panel } of [...this.open.values()]) {
      panel.dispose();
    }
  }

  /** After a restart a tab sleeps until it is looked at, and only then is told to us: a second one would stand beside it. */
  private async closeSleeping(name: string): Promise<void> {
    if ([...this.open.values()].some(({ panel }) => panel.title === name)) {
      return; // the tab of that name may be that of another payload
    }
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(
      tabs.filter(
        ({ label, input }) =>
          label === name &&
          input instanceof vscode.TabInputWebview &&
          input.viewType.endsWith(panelTypes.payloadBuilder),
      ),
    );
  }

  private attach(panel: vscode.WebviewPanel, payloadId: number): void {
    const load = (): void => {
      panel.webview.html = webviewHtml(panel.webview, {
        folder: this.folder,
        name: payloadBuilderPage,
        title: panel.title,
        strings: builderStrings(),
      });
    };
    const surroundings = {
      ...this.surroundings,
      named: (name: string | undefined) => {
        panel.title = name ?? vscode.l10n.t('Deleted payload');
      },
      reload: load,
    };
    const transport = webviewTransport(panel.webview);
    const session = new PayloadBuilderSession(payloadId, transport, this.dependencies, surroundings);
    this.open.set(payloadId, { panel, session });
    panel.onDidChangeViewState(() => {
      if (!panel.visible) {
        session.hide();
      }
    });
    panel.onDidDispose(() => {
      this.open.delete(payloadId);
      session.dispose();
    });
    load();
  }
}

/** The payload that a page kept in its state; undefined when that is something else. */
export function payloadIdIn(state: unknown): number | undefined {
  const id = typeof state === 'object' && state !== null && 'payloadId' in state ? state.payloadId : undefined;
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}
