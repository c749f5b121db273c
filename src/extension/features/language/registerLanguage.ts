import * as vscode from 'vscode';
import type { BlockRepository } from '../../domain/ports/blockRepository';
import type { LibraryEvents } from '../../domain/ports/changes';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import type { LibraryIndex } from '../../engine/libraryIndex';
import type { Clock } from '../../platform/ports/clock';
import type { Log } from '../../platform/ports/log';
import { referenceDocuments } from './documentSelector';
import { ReferenceCompletion, triggerCharacters } from './referenceCompletion';
import { ReferenceDefinition } from './referenceDefinition';
import { ReferenceDiagnostics } from './referenceDiagnostics';
import { ReferenceHover } from './referenceHover';
import { ReferenceNames } from './referenceNames';

/** What references are looked up in. */
export interface LanguageDependencies {
  readonly blocks: BlockRepository;
  readonly payloads: PayloadRepository;
  readonly index: LibraryIndex;
  readonly events: LibraryEvents;
  readonly clock: Clock;
  readonly log: Log;
}

/** Registers everything that makes references in prompt documents more than text. Nothing is read before it is needed. */
export function registerLanguage(dependencies: LanguageDependencies): vscode.Disposable {
  const { blocks, payloads, index, events, clock, log } = dependencies;
  const names = new ReferenceNames(index, payloads, events);
  return vscode.Disposable.from(
    names,
    vscode.languages.registerCompletionItemProvider(
      referenceDocuments,
      new ReferenceCompletion(index, blocks, names, log),
      ...triggerCharacters,
    ),
    vscode.languages.registerHoverProvider(referenceDocuments, new ReferenceHover(index, blocks, names, log)),
    vscode.languages.registerDefinitionProvider(referenceDocuments, new ReferenceDefinition(index, names, log)),
    new ReferenceDiagnostics(index, names, events, clock, log),
  );
}
