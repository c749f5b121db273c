import * as vscode from 'vscode';
import type { Transport } from '../../../../shared/protocol/rpc';
import { webviewHtml, webviewOptions } from '../webviewPage';
import { webviewTransport } from '../webviewTransport';

/** What stands behind a page. */
export interface BuilderSession {
  /** The page is hidden, and with it gone: it begins anew when it is shown. */
  hide(): void;
  /** What the page is drawn from has changed outside of the library. */
  surroundingsChanged(): void;
  dispose(): void;
}

/** What a session asks of the panel that its page is in. */
export interface BuilderFrame {
  /** Shows the name of the thing whenever it may have changed; undefined when the thing is gone. */
  named(name: string | undefined): void;
  /** Begins the page anew. */
  reload(): void;
}

/** What kind of panels these are. */
export interface BuilderKind<Session extends BuilderSession = BuilderSession> {
  /** The type of the panel, by which VS Code brings it back. */
  readonly panelType: string;
  /** The name of the page's bundle. */
  readonly page: string;
  /** The folder of the bundles. */
  readonly folder: vscode.Uri;
  /** The key in the page's state that holds the id of the thing. */
  readonly stateKey: string;
  /** The title of a panel whose thing is gone. */
  readonly goneTitle: string;
  /** What stands in the page itself: every sentence, translated, and what never changes. */
  readonly data: () => object;
  readonly createSession: (id: number, transport: Transport, frame: BuilderFrame) => Session;
}

interface Open<Session> {
  readonly panel: vscode.WebviewPanel;
  readonly session: Session;
}

/** The open panels in which things are built, one for each thing at most. */
export class BuilderPanels<Session extends BuilderSession = BuilderSession> implements vscode.WebviewPanelSerializer {
  private readonly open = new Map<number, Open<Session>>();

  constructor(private readonly kind: BuilderKind<Session>) {}

  /** What stands behind the panel that is on screen; of several, the one that was worked in last. */
  get onScreen(): Session | undefined {
    const visible = [...this.open.values()].filter(({ panel }) => panel.visible);
    return (visible.find(({ panel }) => panel.active) ?? visible.at(-1))?.session;
  }

  /** Shows the panel of a thing, or opens one; the keyboard goes there unless it is to stay where it is. */
  async show(id: number, name: string, { keepsFocus = false } = {}): Promise<void> {
    const known = this.open.get(id);
    if (known !== undefined) {
      known.panel.reveal(undefined, keepsFocus);
      return;
    }
    await this.closeSleeping(name);
    const panel = vscode.window.createWebviewPanel(
      this.kind.panelType,
      name,
      { viewColumn: vscode.ViewColumn.Active, preserveFocus: keepsFocus },
      { ...webviewOptions(this.kind.folder), enableFindWidget: true },
    );
    this.attach(panel, id);
  }

  /** Brings a panel back after a restart. The page's own state says whose it is. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const id = idIn(state, this.kind.stateKey);
    if (id === undefined || this.open.has(id)) {
      panel.dispose();
    } else {
      panel.webview.options = webviewOptions(this.kind.folder);
      this.attach(panel, id);
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
      return; // the tab of that name may be that of another thing
    }
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(
      tabs.filter(
        ({ label, input }) =>
          label === name && input instanceof vscode.TabInputWebview && input.viewType.endsWith(this.kind.panelType),
      ),
    );
  }

  private attach(panel: vscode.WebviewPanel, id: number): void {
    const { folder, page, data, goneTitle, createSession } = this.kind;
    const reload = (): void => {
      panel.webview.html = webviewHtml(panel.webview, { folder, name: page, title: panel.title, data: data() });
    };
    const session = createSession(id, webviewTransport(panel.webview), {
      named: (name) => {
        panel.title = name ?? goneTitle;
      },
      reload,
    });
    this.open.set(id, { panel, session });
    panel.onDidChangeViewState(() => {
      if (!panel.visible) {
        session.hide();
      } else if (panel.active) {
        this.open.delete(id);
        this.open.set(id, { panel, session }); // the last one is the one that was worked in last
      }
    });
    panel.onDidDispose(() => {
      this.open.delete(id);
      session.dispose();
    });
    reload();
  }
}

/** The thing that a page kept in its state; undefined when that is something else. */
function idIn(state: unknown, key: string): number | undefined {
  const id =
    typeof state === 'object' && state !== null ? (state as Readonly<Record<string, unknown>>)[key] : undefined;
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}
