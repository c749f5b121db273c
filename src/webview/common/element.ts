/** What an element is made with. Text is only ever set as text, never as HTML. */
export interface ElementParts {
  readonly class?: string;
  readonly text?: string;
  readonly title?: string;
  /** Attributes by their names; an undefined one is left out. */
  readonly attributes?: Readonly<Record<string, string | undefined>>;
}

/** Makes an element with children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  parts: ElementParts = {},
  ...children: readonly Node[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (parts.class !== undefined) made.className = parts.class;
  if (parts.text !== undefined) made.textContent = parts.text;
  if (parts.title !== undefined) made.title = parts.title;
  for (const [name, value] of Object.entries(parts.attributes ?? {})) {
    if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** Sets a text only when it is another one: a live region speaks at every change, and layout is not free. */
export function setText(node: HTMLElement, value: string): void {
  if (node.textContent !== value) node.textContent = value;
}

/** Sets an attribute, or takes it away for undefined. */
export function setAttribute(node: HTMLElement, name: string, value: string | undefined): void {
  if (value === undefined) {
    node.removeAttribute(name);
  } else if (node.getAttribute(name) !== value) {
    node.setAttribute(name, value);
  }
}

let lastId = 0;

/** An id that no other element of the page has. */
export function uniqueId(prefix: string): string {
  return `${prefix}-${String(++lastId)}`;
}
