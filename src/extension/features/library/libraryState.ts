import * as vscode from 'vscode';
import type { LibraryEvents } from '../../domain/ports/changes';
import type { Subscribe } from '../../domain/ports/events';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import type { StoreError } from '../../domain/ports/storeError';
import type { WorkflowRepository } from '../../domain/ports/workflowRepository';
import type { LibraryIndex } from '../../engine/libraryIndex';
import type { ContextKeys } from '../../ids';
import type { Log } from '../../platform/ports/log';
import { setContext } from '../../platform/vscode/context';
import { tellProblem } from './remedies';

type State = ContextKeys['llmOrchestrator.state'];

/** What the state of the library is derived from. */
export interface LibraryStateDependencies {
  /** Raised when the database has been opened, or with the error that prevented it. */
  readonly onDidOpen: Subscribe<StoreError | undefined>;
  readonly index: LibraryIndex;
  readonly payloads: PayloadRepository;
  readonly workflows: WorkflowRepository;
  readonly events: LibraryEvents;
  readonly log: Log;
}

/** Keeps the context key that the welcome views ask for true, and tells once when the database cannot be read. */
export function registerLibraryState(dependencies: LibraryStateDependencies): vscode.Disposable {
  const { onDidOpen, index, events, log } = dependencies;
  let state: State | undefined;

  const show = (next: State): void => {
    if (next !== state) {
      state = next;
      setContext('llmOrchestrator.state', next);
    }
  };

  const update = async (): Promise<void> => {
    try {
      show((await isEmpty(dependencies)) ? 'empty' : 'ready');
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      show('unreadable');
    }
  };

  return vscode.Disposable.from(
    onDidOpen((error) => {
      setContext('llmOrchestrator.problem', error?.reason ?? '');
      if (error) {
        show('unreadable');
        void tellProblem(error); // nothing depends on its end
      } else {
        void update(); // it reports its own failures
      }
    }),
    events.onDidChange(() => void update()), // it reports its own failures
    index.onDidChange(() => void update()),
  );
}

async function isEmpty({ index, payloads, workflows }: LibraryStateDependencies): Promise<boolean> {
  await index.ready();
  const { folders, blocks } = index.children('');
  if (folders.length > 0 || blocks.length > 0) {
    return false;
  }
  const [somePayloads, someWorkflows] = await Promise.all([payloads.all(), workflows.all()]);
  return somePayloads.length === 0 && someWorkflows.length === 0;
}
