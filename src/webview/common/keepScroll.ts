/** Puts parts of a page where they were scrolled to, and keeps where they are scrolled to from now on. */
export function keepScroll<Name extends string>(
  parts: Readonly<Record<Name, HTMLElement>>,
  kept: Readonly<Record<Name, number>>,
  keep: (scroll: Readonly<Record<Name, number>>) => void,
): void {
  const names = Object.keys(parts) as Name[];
  requestAnimationFrame(() => {
    // Going where a part already is would lay the page out once more before its first picture.
    for (const name of names) if (kept[name] !== 0) parts[name].scrollTop = kept[name];
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  for (const name of names) {
    parts[name].addEventListener('scroll', () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        keep(Object.fromEntries(names.map((one) => [one, parts[one].scrollTop])) as Record<Name, number>);
      }, 200);
    });
  }
}
