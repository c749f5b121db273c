import type * as vscode from 'vscode';
import type { Transport } from '../../../shared/protocol/rpc';

/** Carries messages to and from a page. What is sent to a page that is gone is lost, as it should be. */
export function webviewTransport(webview: vscode.Webview): Transport {
  return {
    send: (message) => {
      void webview.postMessage(message); // nothing depends on its arrival: a page that begins asks for everything
    },
    receive: (listener) => {
      const subscription = webview.onDidReceiveMessage(listener);
      return () => {
        subscription.dispose();
      };
    },
  };
}
