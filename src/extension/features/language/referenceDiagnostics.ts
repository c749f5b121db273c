import * as vscode from 'vscode';
import { parseReferences } from '../../domain/references/parse';
import type { LibraryEvents } from '../../domain/ports/changes';
import type { Disposable } from '../../domain/ports/events';
import type { LibraryIndex } from '../../engine/libraryIndex';
import { promptLanguageId } from '../../ids';
import type { Clock } from '../../platform/ports/clock';
import type { Log } from '../../platform/ports/log';
import { localize } from '../../platform/vscode/localize';
import { missingReference } from './missingReference';
import type { ReferenceNames } from './referenceNames';
import { resolveReference } from './resolvedReference';

/** How long a document must rest before it is checked, in milliseconds. */
const pause = 200;
/** Longer documents are not checked, in characters. */
const longestChecked = 1_000_000;

/**
 * Marks references that nothing in the library answers to, in open prompt documents. VS Code's own prompt files are
 * left out: other programs use the same braces there.
 */
export class ReferenceDiagnostics {
  private readonly found = vscode.languages.createDiagnosticCollection('llm-orchestrator');
  private readonly waiting = new Map<string, Disposable>();
  private readonly subscriptions: Disposable[];

  constructor(
    private readonly index: LibraryIndex,
    private readonly names: ReferenceNames,
    events: LibraryEvents,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.plan(document);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.plan(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.forget(document.uri);
      }),
      index.onDidChange(() => {
        this.planAll();
      }),
      events.onDidChange((change) => {
        if (change === 'everything' || change.some(({ entity }) => entity === 'payload')) {
          this.planAll();
        }
      }),
    ];
    this.planAll();
  }

  dispose(): void {
    for (const disposable of [...this.subscriptions, ...this.waiting.values()]) {
      disposable.dispose();
    }
    this.found.dispose();
  }

  private planAll(): void {
    for (const document of vscode.workspace.textDocuments) {
      this.plan(document);
    }
  }

  private plan(document: vscode.TextDocument): void {
    if (document.languageId !== promptLanguageId) {
      return;
    }
    const address = document.uri.toString();
    this.waiting.get(address)?.dispose();
    this.waiting.set(
      address,
      this.clock.after(pause, () => {
        this.waiting.delete(address);
        this.check(document).catch((error: unknown) => {
          this.log.warn(`References were not checked: ${String(error)}`);
        });
      }),
    );
  }

  private forget(uri: vscode.Uri): void {
    this.waiting.get(uri.toString())?.dispose();
    this.waiting.delete(uri.toString());
    this.found.delete(uri);
  }

  private async check(document: vscode.TextDocument): Promise<void> {
    if (document.isClosed || document.offsetAt(document.lineAt(document.lineCount - 1).range.end) > longestChecked) {
      this.found.delete(document.uri);
      return;
    }
    const { version } = document;
    const references = parseReferences(document.getText());
    if (references.length === 0) {
      this.found.delete(document.uri); // and the database stays unread while nobody refers to it
      return;
    }
    await this.index.ready();
    const problems: vscode.Diagnostic[] = [];
    for (const reference of references) {
      if ((await resolveReference(reference, this.index, this.names)) === 'missing') {
        const range = new vscode.Range(document.positionAt(reference.start), document.positionAt(reference.end));
        problems.push(diagnostic(range, localize(missingReference(reference))));
      }
    }
    if (isStill(document, version)) {
      this.found.set(document.uri, problems);
    }
  }
}

/** Whether a document is open, and as it was when it was read. */
function isStill(document: vscode.TextDocument, version: number): boolean {
  return document.version === version && !document.isClosed;
}

function diagnostic(range: vscode.Range, message: string): vscode.Diagnostic {
  const result = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning);
  result.source = 'LLM Orchestrator';
  return result;
}
