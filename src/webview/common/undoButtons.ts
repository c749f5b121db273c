import type { BuilderStrings } from '../../shared/protocol/form';
import { createIconButton } from './components/iconButton';
import { fill } from './fill';
import type { UndoActions } from './undoKeys';

/** The two buttons that take an edit back and make it again; their labels say which. */
export class UndoButtons {
  /** In order. */
  readonly elements: readonly HTMLElement[];
  private readonly undo;
  private readonly redo;

  constructor(
    private readonly strings: BuilderStrings,
    actions: UndoActions,
  ) {
    this.undo = createIconButton('discard', strings.undoNothing, () => {
      actions.undo();
    });
    this.redo = createIconButton('redo', strings.redoNothing, () => {
      actions.redo();
    });
    this.elements = [this.undo.element, this.redo.element];
  }

  /** Shows what can be taken back; null for nothing. */
  update({ undo, redo }: { readonly undo: string | null; readonly redo: string | null }): void {
    const { strings } = this;
    this.undo.setLabel(undo === null ? strings.undoNothing : fill(strings.undo, undo));
    this.undo.setEnabled(undo !== null);
    this.redo.setLabel(redo === null ? strings.redoNothing : fill(strings.redo, redo));
    this.redo.setEnabled(redo !== null);
  }
}
