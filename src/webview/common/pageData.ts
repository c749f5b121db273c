/**
 * What the host has written into the page, such as the sentences in the person's language. It stands in an attribute,
 * since the content security policy allows no inline script.
 */
export function pageData(): unknown {
  const written = document.querySelector<HTMLMetaElement>('meta[name="data"]')?.content;
  return JSON.parse(written ?? '{}');
}
