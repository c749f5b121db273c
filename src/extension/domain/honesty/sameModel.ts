/** The day or the tag that a server puts behind a name: `:latest`, `-2026-08-06`, `-0613`, `@main`. */
const SUFFIX = /(?::latest|-\d{4}-\d{2}-\d{2}|-\d{4}|@[\w.-]+)$/;

/**
 * Whether two names mean the same model: servers leave out folders and file endings, add tags and days, and mind no
 * capitals.
 */
export function isSameModel(asked: string, answered: string): boolean {
  const [one, two] = [bareName(asked), bareName(answered)];
  // A server that says nothing of its model says nothing against it.
  return one === '' || two === '' || one === two || withoutSuffix(one) === withoutSuffix(two);
}

function bareName(name: string): string {
  const file = name.trim().replaceAll('\\', '/').replace(/\/+$/, '').split('/').at(-1) ?? '';
  return file.toLowerCase().replace(/\.(?:gguf|bin|safetensors)$/, '');
}

function withoutSuffix(name: string): string {
  return name.replace(SUFFIX, '');
}
