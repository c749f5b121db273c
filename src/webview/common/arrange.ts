/**
 * Makes these the children of a container, in this order, touching only what stands elsewhere: a page of hundreds of
 * elements changes one of them.
 */
export function arrange(container: HTMLElement, wanted: readonly HTMLElement[]): void {
  keepingFocus(container, () => {
    const keep = new Set<Element>(wanted);
    for (const child of [...container.children]) {
      if (!keep.has(child)) child.remove();
    }
    let next = container.firstElementChild;
    for (const one of wanted) {
      if (next === one) {
        next = next.nextElementSibling;
      } else {
        container.insertBefore(one, next);
      }
    }
  });
}

/** Moves elements about in a container. The focus stays where it is, which moving its element would otherwise lose. */
export function keepingFocus(container: HTMLElement, move: () => void): void {
  const focused = document.activeElement;
  move();
  if (focused instanceof HTMLElement && focused !== document.activeElement && container.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}
