import * as vscode from 'vscode';
import type { Commands } from '../../platform/vscode/commands';
import { setContext } from '../../platform/vscode/context';
import { readSetting } from '../../platform/vscode/settings';

/** A practice server that listens. */
export interface ListeningServer {
  readonly port: number;
  close(): Promise<void>;
}

/** What the commands need: how to start a server on a port, or on the next free one when it is taken. */
interface PracticeServerDependencies {
  readonly commands: Commands;
  readonly start: (port: number) => Promise<ListeningServer>;
}

/** How long the status bar says that the server has started or stopped, in milliseconds. */
const MESSAGE_MS = 6000;

/** Registers the commands that start and stop the practice server. Disposing stops it. */
export function registerPracticeServerCommands({ commands, start }: PracticeServerDependencies): vscode.Disposable {
  let server: Promise<ListeningServer> | undefined;

  const close = async (): Promise<void> => {
    const closing = server;
    server = undefined;
    setContext('llmOrchestrator.practiceServerRunning', false);
    await (await closing)?.close();
  };

  return vscode.Disposable.from(
    commands.register('llmOrchestrator.practice.start', async () => {
      const wanted = readSetting('practiceServerPort');
      server ??= start(wanted);
      try {
        const { port } = await server;
        setContext('llmOrchestrator.practiceServerRunning', true);
        tell(wanted, port);
      } catch (error) {
        server = undefined;
        throw error;
      }
    }),
    commands.register('llmOrchestrator.practice.stop', async () => {
      await close();
      vscode.window.setStatusBarMessage(vscode.l10n.t('The practice server has stopped'), MESSAGE_MS);
    }),
    { dispose: () => void close().catch(() => undefined) }, // the window closes: nobody is left to tell
  );
}

function tell(wanted: number, port: number): void {
  if (port === wanted) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('The practice server listens on port {0}', port), MESSAGE_MS);
    return;
  }
  // Without this a person would wonder why payloads on the wanted port do not reach it.
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      'Port {0} is taken, so the practice server listens on port {1}. Set that port in the payloads that should use it.',
      wanted,
      port,
    ),
  );
}
