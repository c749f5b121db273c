/** Where a resource of the server is. */
export interface RemoteResource {
  readonly scheme: 'vscode-remote';
  readonly authority: string;
  readonly path: string;
}

/** What is under development in a window. */
export interface DevelopmentOptions {
  /** The folders of extensions. */
  readonly extensions: readonly RemoteResource[];
  /** The suite to run in the extension host. */
  readonly extensionTestsPath?: RemoteResource;
}

/** What a window changes in the configuration that the server writes into the workbench page. */
export interface WorkbenchChanges {
  /** The folder on the server that holds this window's settings and state. */
  readonly userDataPath: string;
  /** Off means that every workspace counts as trusted. */
  readonly enableWorkspaceTrust: boolean;
  /** Values that settings have when the profile does not say otherwise. */
  readonly configurationDefaults: Readonly<Record<string, unknown>>;
  readonly developmentOptions: DevelopmentOptions;
}

/**
 * Lets nothing move for ever: while a bar of progress moves, which is most of the time, Chromium draws the whole window
 * sixty times a second. Animations end at once instead of being left out, because the workbench waits for their ends.
 */
const STILL = `
*, *::before, *::after { animation-duration: 1ms !important; animation-iteration-count: 1 !important; }
.monaco-scrollable-element > .scrollbar { transition: none !important; }`;

/**
 * Gives a script to run in a page before anything else: it stills the window, and changes the configuration in the page
 * at the moment the workbench reads it. The changes stand as JSON behind the `#` of the window's address; they hold until
 * another address names others. The server is one for all windows, while profile and trust belong to one window.
 * (Answering the page's request with a changed page would not do: Chromium then refuses its connections to this machine.)
 */
export function workbenchConfigurationScript(): string {
  return `(() => {
    if (self === top) {
      const still = new CSSStyleSheet();
      still.replaceSync(${JSON.stringify(STILL)});
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
    }
    const getAttribute = Element.prototype.getAttribute;
    Element.prototype.getAttribute = function (name) {
      if (name === 'data-settings' && this.id === 'vscode-workbench-web-configuration') {
        Element.prototype.getAttribute = getAttribute;
        const configuration = JSON.parse(this.getAttribute(name));
        const named = decodeURIComponent(location.hash.slice(1)) || sessionStorage.getItem('changes');
        if (named !== sessionStorage.getItem('changes')) sessionStorage.clear(); // of the window before
        sessionStorage.setItem('changes', named);
        this.setAttribute(name, JSON.stringify({ ...configuration, ...JSON.parse(named) }));
      }
      return getAttribute.call(this, name);
    };
  })();`;
}
