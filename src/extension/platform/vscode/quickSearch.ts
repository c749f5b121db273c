import type * as vscode from 'vscode';
import type { Disposable } from '../../domain/ports/events';

/** How long nothing is typed before a search begins, in milliseconds. */
const PAUSE = 150;
/** The shortest text that is searched for: shorter ones are nearly everywhere. */
const SHORTEST = 2;
/** The most rows that a search adds: nobody reads more, and each is sent to the window. */
const MOST = 200;

/** A row with the value that it stands for. */
type Row<Value> = vscode.QuickPickItem & { readonly value: Value };

/** A search beside what VS Code does with what is typed: for rows whose text nobody wants to load for that. */
export interface QuickSearch<Value> {
  /** The values for which the text is found. */
  readonly find: (typed: string, signal: AbortSignal) => Promise<readonly Value[]>;
  /** Marks a row that is there because of it. */
  readonly mark: (row: Row<Value>) => Row<Value>;
  /** Told when a search fails; the rows stay as they are. */
  readonly failed: (error: unknown) => void;
}

/** Adds a search to a pick of several. What is ticked stays ticked, as the very objects that `rows` has. */
export function searchWhileTyping<Value>(
  pick: vscode.QuickPick<Row<Value>>,
  rows: readonly Row<Value>[],
  { find, mark, failed }: QuickSearch<Value>,
): Disposable {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let searching: AbortController | undefined;
  let shown = new Set<Value>();

  const show = (found: readonly Value[]): void => {
    if (found.length === shown.size && found.every((value) => shown.has(value))) {
      return;
    }
    shown = new Set(found);
    const ticked = new Set(pick.selectedItems.map(({ value }) => value));
    const marked = rows.map((row) => (shown.has(row.value) ? { ...mark(row), alwaysShow: true } : row));
    pick.keepScrollPosition = true;
    pick.items = marked;
    pick.selectedItems = marked.filter(({ value }) => ticked.has(value));
  };
  const search = async (typed: string): Promise<void> => {
    searching = new AbortController();
    const { signal } = searching;
    try {
      const found = typed.length < SHORTEST ? [] : await find(typed, signal);
      if (!signal.aborted) {
        show(found.slice(0, MOST));
      }
    } catch (error) {
      if (!signal.aborted) {
        failed(error);
      }
    }
  };
  const stop = (): void => {
    clearTimeout(timer);
    searching?.abort();
  };
  const subscription = pick.onDidChangeValue((typed) => {
    stop();
    timer = setTimeout(() => {
      void search(typed.trim()); // it tells its own failure
    }, PAUSE);
  });
  return {
    dispose: () => {
      stop();
      subscription.dispose();
    },
  };
}
