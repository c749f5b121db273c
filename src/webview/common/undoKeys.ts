/** What the keys do. */
export interface UndoActions {
  undo(): void;
  redo(): void;
}

/**
 * Ctrl+Z and Ctrl+Shift+Z (Ctrl+Y) on the page. While something is being typed they belong to the text; everywhere else
 * to the edits of the page. VS Code would pass them on to the page's text fields, so it does not hear of them.
 */
export function listenForUndo(actions: UndoActions): void {
  document.addEventListener(
    'keydown',
    (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event)) return;
      const key = event.key.toLowerCase();
      const isRedo = (key === 'z' && event.shiftKey) || (key === 'y' && !event.shiftKey);
      if (key !== 'z' && !isRedo) return;
      event.preventDefault();
      event.stopPropagation();
      if (isRedo) actions.redo();
      else actions.undo();
    },
    { capture: true },
  );
}

/** Whether a key goes to a text that is not yet stored. */
export function isTyping(event: KeyboardEvent): boolean {
  const path = event.composedPath();
  return (
    path[0] instanceof HTMLTextAreaElement ||
    path.some((one) => one instanceof HTMLElement && one.dataset['dirty'] !== undefined)
  );
}
