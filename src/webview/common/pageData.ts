/**
 * What the host has written into the page: the sentences in the person's language. They stand in an attribute, since the
 * content security policy allows no inline script.
 */
export function pageStrings(): unknown {
  const written = document.querySelector<HTMLMetaElement>('meta[name="strings"]')?.content;
  return JSON.parse(written ?? '{}');
}
