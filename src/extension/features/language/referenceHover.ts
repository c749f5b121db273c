import * as vscode from 'vscode';
import { referenceAt } from '../../domain/references/completion';
import type { BlockRepository } from '../../domain/ports/blockRepository';
import type { LibraryIndex } from '../../engine/libraryIndex';
import type { Log } from '../../platform/ports/log';
import { localize } from '../../platform/vscode/localize';
import { missingReference } from './missingReference';
import type { ReferenceNames } from './referenceNames';
import { referencePreview } from './referencePreview';
import { resolveReference } from './resolvedReference';

/** Shows what a reference would bring in while the mouse rests on it. */
export class ReferenceHover implements vscode.HoverProvider {
  constructor(
    private readonly index: LibraryIndex,
    private readonly blocks: BlockRepository,
    private readonly names: ReferenceNames,
    private readonly log: Log,
  ) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const reference = referenceAt(document.lineAt(position.line).text, position.character);
    if (!reference) {
      return undefined;
    }
    try {
      await this.index.ready();
      const resolved = await resolveReference(reference, this.index, this.names);
      if (resolved === 'text') {
        return undefined;
      }
      const shown =
        resolved === 'missing'
          ? new vscode.MarkdownString().appendText(localize(missingReference(reference)))
          : await referencePreview(resolved, this.index, this.blocks);
      return new vscode.Hover(shown, new vscode.Range(position.line, reference.start, position.line, reference.end));
    } catch (error) {
      this.log.warn(`No hover for a reference: ${String(error)}`);
      return undefined;
    }
  }
}
