import * as vscode from 'vscode';
import type { BlockRepository } from '../../domain/ports/blockRepository';
import type { LibraryEvents } from '../../domain/ports/changes';
import type { RunRepository } from '../../domain/ports/runRepository';
import type { LibraryIndex } from '../../engine/libraryIndex';
import type { Runner } from '../../engine/runner';
import { schemes } from '../../ids';
import type { Clock } from '../../platform/ports/clock';
import type { Log } from '../../platform/ports/log';
import { BlockFileSystem } from './blockFileSystem';
import { BlockLenses } from './blockLenses';
import { BlockRenames } from './blockRenames';
import { openResponses } from './openResponses';
import { previewTexts, PreviewRefresh, type PreviewDependencies } from './previewDocuments';
import { ReadOnlyFileSystem } from './readOnlyFileSystem';
import { ResponseLenses } from './responseLenses';
import { ResponseRefresh, responseTexts } from './responseDocuments';
import { StillCarets } from './stillCarets';

/** What the documents are made from. */
export interface DocumentDependencies extends PreviewDependencies {
  readonly blocks: BlockRepository;
  readonly runs: RunRepository;
  readonly index: LibraryIndex;
  readonly events: LibraryEvents;
  readonly runner: Runner;
  readonly clock: Clock;
  readonly log: Log;
}

/** Registers the three kinds of documents that live in the database, and what stands above their texts. */
export function registerDocuments(dependencies: DocumentDependencies): vscode.Disposable {
  const { blocks, runs, index, events, runner, clock, log } = dependencies;
  const renames = new BlockRenames(index, clock, log);
  const blockFiles = new BlockFileSystem(blocks, events, renames);
  const responses = new ReadOnlyFileSystem(responseTexts(runs, runner), clock.now());
  const previews = new ReadOnlyFileSystem(previewTexts(dependencies), clock.now());
  const blockLenses = new BlockLenses(blocks, index, events, log);
  const responseLenses = new ResponseLenses(runs, runner, events, clock, log);
  const files = vscode.workspace.registerFileSystemProvider.bind(vscode.workspace);
  return vscode.Disposable.from(
    renames,
    blockFiles,
    responses,
    previews,
    blockLenses,
    responseLenses,
    files(schemes.block, blockFiles, { isCaseSensitive: true }),
    files(schemes.response, responses, { isCaseSensitive: true, isReadonly: true }),
    files(schemes.preview, previews, { isCaseSensitive: true, isReadonly: true }),
    vscode.languages.registerCodeLensProvider({ scheme: schemes.block }, blockLenses),
    vscode.languages.registerCodeLensProvider({ scheme: schemes.response }, responseLenses),
    new ResponseRefresh(responses, runner, events, clock),
    new PreviewRefresh(previews, events, clock),
    openResponses(runner, log),
    new StillCarets(),
  );
}
