import { text } from '../../../shared/model/text';
import { accepted, refused, type Parsed } from '../../domain/payload/parsed';

/** What a backslash makes of the letter after it, both ways. */
const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', s: ' ', ',': ',', '\\': '\\' };
const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', ',': '\\,', '\\': '\\\\' };

/** Servers refuse long lists or cut them in silence; nobody needs more. */
const MOST = 16;

/**
 * A list of stop strings in one line, separated by commas: `User:, \n\n`. Blanks around a string do not count, `\s` is
 * a blank that does; `\n`, `\r`, `\t`, `\,` and `\\` are what they look like. Empty ones are left out.
 */
export function parseStopStrings(typed: string): Parsed<readonly string[]> {
  const found: string[] = [];
  let rest = typed;
  while (rest !== '') {
    // One string up to an unescaped comma; a backslash takes the character after it along.
    const [raw = ''] = /^(?:\\[^]|[^\\,]|\\$)*/.exec(rest) ?? [];
    rest = rest.slice(raw.length + 1);
    const stop = raw.replace(/^ +| +$/g, '');
    const read = unescape(stop);
    if (read === undefined) {
      return refused(text('After a backslash comes n, r, t, s, a comma or another backslash: "{0}".', stop));
    }
    if (read !== '') {
      found.push(read);
    }
  }
  const different = [...new Set(found)];
  return different.length > MOST ? refused(text('At most {0} stop strings.', MOST)) : accepted(different);
}

/** The list as `parseStopStrings` reads it. */
export function formatStopStrings(list: readonly string[]): string {
  return list
    .map((stop) =>
      stop.replace(/[\n\r\t,\\]/g, (character) => ESCAPES[character] ?? character).replace(/^ | $/g, '\\s'),
    )
    .join(', ');
}

function unescape(raw: string): string | undefined {
  const escapes = [...raw.matchAll(/\\([^]?)/g)];
  return escapes.every(([, letter = '']) => letter in LETTERS)
    ? raw.replace(/\\([^])/g, (_, letter: string) => LETTERS[letter] ?? '')
    : undefined;
}
