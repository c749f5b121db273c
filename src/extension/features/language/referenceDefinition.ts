import * as vscode from 'vscode';
import { referenceAt } from '../../domain/references/completion';
import type { LibraryIndex } from '../../engine/libraryIndex';
import type { Log } from '../../platform/ports/log';
import { blockUri, payloadPreviewUri } from '../../platform/vscode/documentUris';
import type { Subject } from './proposals';
import type { ReferenceNames } from './referenceNames';
import { resolveReference } from './resolvedReference';

/** How many blocks of a tag are offered to go to. */
const mostTargets = 200;

/** Leads from a reference to the blocks that it names, or to the preview of the payload whose response it is. */
export class ReferenceDefinition implements vscode.DefinitionProvider {
  constructor(
    private readonly index: LibraryIndex,
    private readonly names: ReferenceNames,
    private readonly log: Log,
  ) {}

  async provideDefinition(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.LocationLink[]> {
    const reference = referenceAt(document.lineAt(position.line).text, position.character);
    if (!reference) {
      return [];
    }
    try {
      await this.index.ready();
      const resolved = await resolveReference(reference, this.index, this.names);
      const origin = new vscode.Range(position.line, reference.start, position.line, reference.end);
      return resolved === 'missing' || resolved === 'text'
        ? []
        : this.targetsOf(resolved).map((targetUri) => ({
            targetUri,
            targetRange: new vscode.Range(0, 0, 0, 0),
            originSelectionRange: origin,
          }));
    } catch (error) {
      this.log.warn(`No definition of a reference: ${String(error)}`);
      return [];
    }
  }

  private targetsOf(subject: Subject): readonly vscode.Uri[] {
    switch (subject.kind) {
      case 'tag':
        return (this.index.tags().get(subject.tag) ?? []).slice(0, mostTargets).flatMap((id) => this.blockAddress(id));
      case 'block':
        return this.blockAddress(subject.id);
      case 'response':
        return [payloadPreviewUri(subject.id, subject.name)];
      case 'previous':
        return [];
    }
  }

  private blockAddress(id: number): vscode.Uri[] {
    const block = this.index.block(id);
    return block ? [blockUri(id, block.title)] : [];
  }
}
