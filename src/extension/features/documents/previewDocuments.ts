import * as vscode from 'vscode';
import type { LibraryEvents } from '../../domain/ports/changes';
import type { Disposable } from '../../domain/ports/events';
import type { RunRepository } from '../../domain/ports/runRepository';
import { schemes } from '../../ids';
import type { Clock } from '../../platform/ports/clock';
import { previewOf } from '../../platform/vscode/documentUris';
import { openUris } from './openUris';
import type { ReadOnlyFileSystem, TextSource } from './readOnlyFileSystem';
import { Throttle } from '../../platform/throttle';

/** How often open previews are made anew while the library changes, in milliseconds. */
const refreshInterval = 150;

/** What previews are made from. */
export interface PreviewDependencies {
  readonly runs: RunRepository;
  /** The text that a payload would send now, with responses as named placeholders; undefined when there is no such payload. */
  readonly payloadText: (payloadId: number) => Promise<string | undefined>;
}

/** The texts of previews: what a payload would send now, and what was sent for a response. */
export function previewTexts({ runs, payloadText }: PreviewDependencies): TextSource {
  return {
    read: async (uri) => {
      const preview = previewOf(uri);
      switch (preview?.kind) {
        case 'payload':
          return payloadText(preview.id);
        case 'prompt':
          return (await runs.response(preview.id))?.prompt;
        case undefined:
          return undefined;
      }
    },
  };
}

/** Makes open previews of payloads anew when anything in the library changed. What was sent never changes. */
export class PreviewRefresh {
  private readonly changed: Throttle<'payloads'>;
  private readonly subscriptions: Disposable[];

  constructor(files: ReadOnlyFileSystem, events: LibraryEvents, clock: Clock) {
    this.changed = new Throttle(
      clock,
      () => refreshInterval,
      () => {
        files.refresh(openUris(schemes.preview).filter((uri) => previewOf(uri)?.kind === 'payload'));
      },
    );
    this.subscriptions = [
      events.onDidChange((change) => {
        if (change === 'everything' || change.some(({ entity }) => entity === 'block' || entity === 'payload')) {
          this.changed.ask('payloads');
        }
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        files.forget(uri);
      }),
    ];
  }

  dispose(): void {
    this.changed.dispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }
}
