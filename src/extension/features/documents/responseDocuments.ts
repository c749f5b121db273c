import * as vscode from 'vscode';
import type { LibraryChange, LibraryEvents } from '../../domain/ports/changes';
import type { Disposable } from '../../domain/ports/events';
import type { RunRepository } from '../../domain/ports/runRepository';
import type { Runner, RunnerEvent } from '../../engine/runner';
import { schemes } from '../../ids';
import type { Clock } from '../../platform/ports/clock';
import { responseIdOf } from '../../platform/vscode/documentUris';
import { openUris } from './openUris';
import type { ReadOnlyFileSystem, TextSource } from './readOnlyFileSystem';
import { Throttle } from '../../platform/throttle';

/** How often a growing document is refreshed, in milliseconds. */
const refreshInterval = 100;
/** A long text is loaded whole each time: for each so many characters it waits a millisecond more. */
const charactersPerMillisecond = 2000;

/** The text of a response: what the model has written so far, else what is stored. */
export function responseTexts(runs: RunRepository, runner: Runner): TextSource {
  return {
    read: async (uri) => {
      const id = responseIdOf(uri);
      if (id === undefined) {
        return undefined;
      }
      const live = runner.liveText(id);
      if (live !== undefined) {
        return live;
      }
      const stored = await runs.response(id);
      return stored?.content;
    },
  };
}

/** Refreshes open responses: while the model writes, when they end, and when another window changed them. */
export class ResponseRefresh {
  private readonly growing: Throttle<number>;
  private readonly subscriptions: Disposable[];

  constructor(
    private readonly files: ReadOnlyFileSystem,
    runner: Runner,
    events: LibraryEvents,
    clock: Clock,
  ) {
    this.growing = new Throttle(
      clock,
      (id) => refreshInterval + (runner.liveText(id)?.length ?? 0) / charactersPerMillisecond,
      (id) => {
        this.refresh((open) => open === id);
      },
    );
    this.subscriptions = [
      runner.onDidChange((event) => {
        this.noteRun(event);
      }),
      events.onDidChange((change) => {
        this.noteCommit(change, runner);
      }),
      // What arrived between the reading of a document and its opening was told to nobody.
      vscode.workspace.onDidOpenTextDocument(({ uri }) => {
        const id = responseIdOf(uri);
        if (id !== undefined && runner.liveText(id) !== undefined) {
          this.growing.ask(id);
        }
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.files.forget(uri);
      }),
    ];
  }

  dispose(): void {
    this.growing.dispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private noteRun(event: RunnerEvent): void {
    if (event.kind === 'streamed') {
      this.growing.ask(event.responseId);
    } else if (event.kind === 'responseEnded') {
      this.growing.flush(event.responseId);
    } else if (event.kind === 'ended') {
      this.refresh(() => true); // those of a run that was deleted meanwhile are gone only now
    }
  }

  private noteCommit(change: LibraryChange, runner: Runner): void {
    if (change === 'everything') {
      this.refresh(() => true);
      return;
    }
    const changed = change.flatMap((one) => (one.entity === 'response' ? [one] : []));
    const deleted = new Set(changed.filter(({ action }) => action === 'deleted').map(({ id }) => id));
    // A response that is being written here is refreshed from memory: what is stored of it is older.
    const others = new Set(
      changed.filter(({ id }) => !deleted.has(id) && runner.liveText(id) === undefined).map(({ id }) => id),
    );
    if (others.size > 0) {
      this.refresh((id) => others.has(id));
    }
    if (deleted.size > 0) {
      this.files.remove(openUris(schemes.response).filter((uri) => deleted.has(responseIdOf(uri) ?? 0)));
    }
  }

  private refresh(isWanted: (responseId: number) => boolean): void {
    this.files.refresh(openUris(schemes.response).filter((uri) => isWanted(responseIdOf(uri) ?? 0)));
  }
}
