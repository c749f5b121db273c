import { clearDropLine, drawDropLine, gapAt } from './dropLine';

/** What takes drops from a view of the side bar. */
export interface TreeDropParts {
  /** Where things may be dropped: the list, and what is around it. */
  readonly target: HTMLElement;
  /** The rows, from top to bottom. */
  readonly rows: () => readonly HTMLElement[];
  /** The type under which VS Code announces a drag from that view, in lower case. */
  readonly type: string;
  /** Gets the gap between the rows, 0 for above the first. */
  readonly drop: (gap: number) => void;
}

/**
 * Takes what is dragged out of a view of the side bar. VS Code lets a page hear of it only while Shift is held, and of
 * what is dragged only the type: who knows the rest is the host.
 */
export function takeTreeDrops({ target, rows, type, drop }: TreeDropParts): void {
  const isOurs = (event: DragEvent): boolean => event.dataTransfer?.types.includes(type) ?? false;
  const end = (): void => {
    target.classList.remove('drop-target');
    clearDropLine(rows());
  };
  target.addEventListener('dragover', (event) => {
    if (!isOurs(event)) return;
    event.preventDefault(); // without this there is no drop
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    target.classList.add('drop-target');
    drawDropLine(rows(), gapAt(rows(), event.clientY));
  });
  target.addEventListener('dragleave', (event) => {
    if (!(event.relatedTarget instanceof Node && target.contains(event.relatedTarget))) end();
  });
  target.addEventListener('drop', (event) => {
    if (!isOurs(event)) return;
    event.preventDefault();
    const gap = gapAt(rows(), event.clientY);
    end();
    drop(gap);
  });
}
