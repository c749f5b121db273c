import { clearDropLine, drawDropLine, gapAt } from './dropLine';

/** How far the pointer goes before it is a drag, in pixels. */
const THRESHOLD = 4;
/** How near to the edge of the visible part the list begins to scroll, and how fast, in pixels. */
const [EDGE, SPEED] = [36, 12];

/**
 * Drags a row by the pointer: a line shows where it would go, the list scrolls at its edges, Escape gives up. `drop`
 * gets the gap between the rows, 0 for above the first.
 */
export function startRowDrag(
  start: PointerEvent,
  row: HTMLElement,
  rows: readonly HTMLElement[],
  drop: (gap: number) => void,
): void {
  const ending = new AbortController();
  const scroller = scrollerOf(row);
  let y = start.clientY;
  let isDragging = false;
  let gap = -1;

  const draw = (): void => {
    gap = gapAt(rows, y);
    drawDropLine(rows, gap);
  };
  const scroll = (): void => {
    if (ending.signal.aborted) return;
    const { top, bottom } = visiblePart(scroller);
    const by = y < top + EDGE ? -SPEED : y > bottom - EDGE ? SPEED : 0;
    if (by !== 0 && isDragging) {
      scroller.scrollBy(0, by);
      draw();
    }
    requestAnimationFrame(scroll);
  };
  const end = (isDrop: boolean): void => {
    ending.abort();
    clearDropLine(rows);
    row.classList.remove('dragged');
    document.body.classList.remove('dragging');
    if (isDrop && isDragging) drop(gap);
  };

  const { signal } = ending;
  window.addEventListener(
    'pointermove',
    (event) => {
      y = event.clientY;
      if (!isDragging && Math.abs(y - start.clientY) < THRESHOLD) return;
      isDragging = true;
      row.classList.add('dragged');
      document.body.classList.add('dragging');
      draw();
    },
    { signal },
  );
  window.addEventListener(
    'pointerup',
    () => {
      end(true);
    },
    { signal },
  );
  window.addEventListener(
    'pointercancel',
    () => {
      end(false);
    },
    { signal },
  );
  window.addEventListener(
    'blur',
    () => {
      end(false);
    },
    { signal },
  );
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      end(false);
    },
    { signal, capture: true },
  );
  requestAnimationFrame(scroll);
}

function scrollerOf(row: HTMLElement): Element {
  for (let parent = row.parentElement; parent !== null; parent = parent.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(parent).overflowY) && parent.scrollHeight > parent.clientHeight)
      return parent;
  }
  return document.scrollingElement ?? document.documentElement;
}

function visiblePart(scroller: Element): { readonly top: number; readonly bottom: number } {
  const { top, bottom } = scroller.getBoundingClientRect();
  return { top: Math.max(0, top), bottom: Math.min(window.innerHeight, bottom) };
}
