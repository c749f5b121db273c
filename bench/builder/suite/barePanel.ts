import * as vscode from 'vscode';

/**
 * Opens the least that a panel can do: the host sends one text and the page puts it into one element; at a click the
 * page asks, and the host answers with the text of one block, which the page puts in front.
 */
export function openBarePanel(kind: 'bare' | 'line', text: string): void {
  const panel = vscode.window.createWebviewPanel('bench.bare', 'Bare', vscode.ViewColumn.Active, {
    enableScripts: true,
  });
  let edits = 0;
  panel.webview.onDidReceiveMessage((message: unknown) => {
    void panel.webview.postMessage(message === 'begin' ? { whole: text } : { part: `Edit ${String(++edits)}\n` });
  });
  panel.webview.html = `<!DOCTYPE html>
<html><body>
<button class="bare">Edit</button><div style="height: 80vh; overflow: auto"><pre class="bare" data-kind="${kind}"></pre></div>
<script>
  const api = acquireVsCodeApi();
  const pre = document.querySelector('pre');
  const first = document.createTextNode('');
  addEventListener('message', ({ data }) => {
    if (data.whole !== undefined) pre.append(first, data.whole);
    else first.data = data.part;
  });
  document.querySelector('button').addEventListener('click', () => api.postMessage('edit'));
  api.postMessage('begin');
</script>
</body></html>`;
}
