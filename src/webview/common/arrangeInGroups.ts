import { arrange, keepingFocus } from './arrange';

/** How many elements a group has at the most. */
const MOST = 24;

/**
 * Makes these the grandchildren of a container, in this order, in groups between. Of a thousand elements a browser looks
 * at each whenever anything on the page moves; of groups that it may pass over whole, only at these. An element stays in
 * its group as long as the order allows it.
 */
export function arrangeInGroups(
  container: HTMLElement,
  wanted: readonly HTMLElement[],
  createGroup: () => HTMLElement,
): void {
  const places = new Map<Element | null, number>([...container.children].map((group, place) => [group, place]));
  const groups: { readonly element: HTMLElement; readonly place: number; readonly members: HTMLElement[] }[] = [];
  for (const one of wanted) {
    const last = groups.at(-1);
    const place = places.get(one.parentElement) ?? -1;
    if (one.parentElement !== null && place > (last?.place ?? -1)) {
      groups.push({ element: one.parentElement, place, members: [one] });
    } else if (last === undefined || last.members.length >= MOST) {
      groups.push({ element: createGroup(), place: last?.place ?? -1, members: [one] });
    } else {
      last.members.push(one);
    }
  }
  keepingFocus(container, () => {
    arrange(
      container,
      groups.map(({ element }) => element),
    );
    for (const { element, members } of groups) arrange(element, members);
  });
}
