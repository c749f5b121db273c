import * as vscode from 'vscode';
import type { Disposable } from '../../domain/ports/events';
import type { Log } from '../ports/log';

/** The extension's output channel, whose level the person sets in VS Code. */
export interface ChannelLog extends Log, Disposable {
  /** Brings the channel to the front. */
  show(): void;
}

/** Opens the output channel. */
export function createChannelLog(): ChannelLog {
  return vscode.window.createOutputChannel('LLM Orchestrator', { log: true });
}
