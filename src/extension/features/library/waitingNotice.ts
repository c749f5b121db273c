import * as vscode from 'vscode';
import type { Disposable, Subscribe } from '../../domain/ports/events';

/** Shows who keeps this window waiting, for as long as it does. */
export function showWaiting(
  onWaiting: Subscribe<{ readonly pid: number; readonly host: string } | undefined>,
): Disposable {
  let end: (() => void) | undefined;
  return onWaiting((owner) => {
    end?.();
    end = undefined;
    if (!owner) return;
    const title = vscode.l10n.t(
      'Waiting for another window (process {0} on {1}), which is writing to the database',
      String(owner.pid),
      owner.host,
    );
    const options = { location: vscode.ProgressLocation.Notification, title };
    void vscode.window.withProgress(options, () => new Promise<void>((resolve) => (end = resolve))); // it ends with the waiting
  });
}
