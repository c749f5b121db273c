import * as vscode from 'vscode';
import { completionContext } from '../../domain/references/completion';
import { MARKS } from '../../domain/references/parse';
import type { BlockRepository } from '../../domain/ports/blockRepository';
import type { LibraryIndex } from '../../engine/libraryIndex';
import type { Log } from '../../platform/ports/log';
import { completionRange, type CompletionRange } from './completionRange';
import { proposalsFor, type Proposal, type Subject } from './proposals';
import type { ReferenceNames } from './referenceNames';
import { referencePreview } from './referencePreview';

/** The characters after which VS Code asks without being told to: each can make a list of another form. */
export const triggerCharacters = ['{', '#', ':', '$'] as const;

/** A line of the list, with what its preview is made from when it gets selected. */
class ReferenceItem extends vscode.CompletionItem {
  constructor(
    label: vscode.CompletionItemLabel,
    kind: vscode.CompletionItemKind,
    readonly subject: Subject,
  ) {
    super(label, kind);
  }
}

/** Completes references. It reads the line that is being written and nothing else of the document. */
export class ReferenceCompletion implements vscode.CompletionItemProvider {
  constructor(
    private readonly index: LibraryIndex,
    private readonly blocks: BlockRepository,
    private readonly names: ReferenceNames,
    private readonly log: Log,
  ) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionList | undefined> {
    const line = document.lineAt(position.line).text;
    const context = completionContext(line, position.character);
    if (!context) {
      return undefined;
    }
    try {
      await this.index.ready();
      const { items, isComplete } = await proposalsFor(context, this.names);
      if (token.isCancellationRequested) {
        return undefined;
      }
      const range = completionRange(line, position.character, context);
      const mark = context.kind === 'any' ? 0 : MARKS[context.kind].length;
      return new vscode.CompletionList(
        items.map((item, place) => toItem(item, place, position.line, range, mark)),
        !isComplete,
      );
    } catch (error) {
      this.log.warn(`No completion of references: ${String(error)}`);
      return undefined;
    }
  }

  async resolveCompletionItem(item: vscode.CompletionItem): Promise<vscode.CompletionItem> {
    if (item instanceof ReferenceItem && !item.documentation) {
      try {
        item.detail = detailOf(item.subject);
        item.documentation = await referencePreview(item.subject, this.index, this.blocks);
      } catch (error) {
        this.log.warn(`No preview of a reference: ${String(error)}`);
      }
    }
    return item;
  }
}

/** `markLength` is how much of the content stands before the name, as in `#`: what was typed of it is in the range. */
function toItem(
  { subject, content, insertText }: Proposal,
  place: number,
  line: number,
  range: CompletionRange,
  markLength: number,
): ReferenceItem {
  const item = new ReferenceItem(labelOf(subject, content), kindOf(subject), subject);
  item.insertText = insertText;
  item.range = new vscode.Range(line, range.start, line, range.end);
  item.filterText = range.before + content.slice(markLength);
  item.sortText = String(place).padStart(5, '0');
  if (subject.kind === 'tag') {
    item.detail = detailOf(subject); // of the others it comes with the preview: the list says what they are
  }
  return item;
}

function labelOf(subject: Subject, content: string): vscode.CompletionItemLabel {
  return subject.kind === 'tag' ? { label: content, description: countOf(subject.count) } : { label: content };
}

function detailOf(subject: Subject): string {
  switch (subject.kind) {
    case 'tag':
      return countOf(subject.count);
    case 'block':
      return vscode.l10n.t('Block');
    case 'response':
      return vscode.l10n.t('Response of a payload');
    case 'previous':
      return vscode.l10n.t('The response just before');
  }
}

function countOf(blocks: number): string {
  return blocks === 1 ? vscode.l10n.t('1 block') : vscode.l10n.t('{0} blocks', blocks);
}

function kindOf(subject: Subject): vscode.CompletionItemKind {
  switch (subject.kind) {
    case 'tag':
      return vscode.CompletionItemKind.Keyword;
    case 'block':
      return vscode.CompletionItemKind.Reference;
    case 'response':
      return vscode.CompletionItemKind.Event;
    case 'previous':
      return vscode.CompletionItemKind.Value;
  }
}
