import * as vscode from 'vscode';
import type { Change, LibraryEvents } from '../../domain/ports/changes';
import type { Disposable } from '../../domain/ports/events';
import type { RunRepository } from '../../domain/ports/runRepository';
import { schemes } from '../../ids';
import type { Clock } from '../../platform/ports/clock';
import { previewOf, type Preview } from '../../platform/vscode/documentUris';
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
  /** Runs as tables; undefined when none of them exists. */
  readonly runsText: (runIds: readonly number[]) => Promise<string | undefined>;
}

/** The texts of previews: what a payload would send now, what was sent and thought for a response, runs as tables. */
export function previewTexts({ runs, payloadText, runsText }: PreviewDependencies): TextSource {
  return {
    read: async (uri) => {
      const preview = previewOf(uri);
      switch (preview?.kind) {
        case 'payload':
          return payloadText(preview.id);
        case 'prompt':
          return (await runs.response(preview.id))?.prompt;
        case 'thinking':
          return (await runs.response(preview.id))?.thinking;
        case 'run':
          return runsText([preview.id]);
        case 'comparison':
          return runsText(preview.ids);
        case undefined:
          return undefined;
      }
    },
  };
}

/** What a preview is made from: the library, what is stored of runs, or what was sent. */
type Origin = 'library' | 'runs' | 'sent';

/** Makes open previews anew when what they show changed: payloads with the library, tables with their runs. */
export class PreviewRefresh {
  private readonly changed: Throttle<Origin>;
  private readonly subscriptions: Disposable[];

  constructor(files: ReadOnlyFileSystem, events: LibraryEvents, clock: Clock) {
    this.changed = new Throttle(
      clock,
      () => refreshInterval,
      (origin) => {
        files.refresh(openUris(schemes.preview).filter((uri) => originOf(previewOf(uri)) === origin));
      },
    );
    this.subscriptions = [
      events.onDidChange((change) => {
        for (const origin of ['library', 'runs', 'sent'] as const) {
          if (change === 'everything' || change.some(({ entity }) => originOfEntity(entity) === origin)) {
            this.changed.ask(origin);
          }
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

/** What was sent changes only with the whole database; what is thought may still arrive. */
function originOf(preview: Preview | undefined): Origin | undefined {
  switch (preview?.kind) {
    case 'payload':
      return 'library';
    case 'thinking':
    case 'run':
    case 'comparison':
      return 'runs';
    case 'prompt':
      return 'sent';
    case undefined:
      return undefined;
  }
}

function originOfEntity(entity: Change['entity']): Origin | undefined {
  switch (entity) {
    case 'block':
    case 'payload':
      return 'library';
    case 'run':
    case 'step':
    case 'response':
      return 'runs';
    case 'folder':
    case 'workflow':
    case 'queue':
      return undefined;
  }
}
