import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** A page of the extension. */
export interface WebviewPage {
  /** The folder of the bundles, `dist/webview`. */
  readonly folder: vscode.Uri;
  /** The name of its script and style sheet. */
  readonly name: string;
  readonly title: string;
  /** What the page has before it asks for anything: its sentences, translated, and what never changes. */
  readonly data: object;
}

/** What a page may load and do: its own script and style sheet, and nothing from anywhere else. */
export function webviewOptions(folder: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [folder], enableForms: false, enableCommandUris: false };
}

/**
 * The HTML of a page. Its content security policy allows one script by a nonce, style sheets and fonts of the extension,
 * no inline script and no remote content. Data travels in an attribute, which nothing executes.
 */
export function webviewHtml(webview: vscode.Webview, { folder, name, title, data }: WebviewPage): string {
  const nonce = randomBytes(16).toString('base64url');
  const file = (suffix: string): string =>
    escape(webview.asWebviewUri(vscode.Uri.joinPath(folder, name + suffix)).toString());
  const policy = [
    `default-src 'none'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escape(vscode.env.language)}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
  <meta name="data" content="${escape(JSON.stringify(data))}">
  <title>${escape(title)}</title>
  <link rel="stylesheet" href="${file('.css')}">
</head>
<body>
  <script nonce="${nonce}" src="${file('.js')}"></script>
</body>
</html>`;
}

/** Text as it stands in HTML, attributes included. */
function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
