import { isHost, withoutBrackets } from './host';

/** Where an API stands, as the base of a URL names it. */
export interface BaseUrl {
  /** True for `https`. */
  readonly secure: boolean;
  /** A name in lower case, or an address without brackets. */
  readonly host: string;
  /** The URL's own, or the one that its scheme means. */
  readonly port: number;
  /** What stands before `/v1`: empty, or a path that begins with a slash and does not end with one. */
  readonly path: string;
}

const FORM = /^(https?):\/\/(\[[^\]\s]*\]|[^/?#@:[\]\s]+)(?::(\d{1,5}))?(\/[^?#\s]*)?$/iu;
/** What may stand in a path as it is (RFC 3986, section 3.3); everything else would have to be escaped. */
const PATH = /^[\w\-.~!$&'()*+,;=:@%/]*$/;

/**
 * Reads the base of a URL such as `https://example.org:8443/llm/v1`. A `/v1` at its end is dropped, because every path of
 * that API brings its own. Undefined for anything else; also for a name and password, a query or a fragment, which a
 * base cannot have.
 */
export function parseBaseUrl(written: string): BaseUrl | undefined {
  const match = FORM.exec(written.trim());
  const host = withoutBrackets(match?.[2] ?? '').toLowerCase();
  if (!match || !isHost(host) || host.includes(':') !== match[2]?.startsWith('[')) return undefined;
  const secure = match[1]?.toLowerCase() === 'https';
  const port = match[3] === undefined ? defaultPort(secure) : Number(match[3]);
  const path = (match[4] ?? '').replace(/\/+$/, '').replace(/\/v1$/, '').replace(/\/+$/, '');
  return port >= 1 && port <= 65_535 && PATH.test(path) ? { secure, host, port, path } : undefined;
}

/** The port that a scheme means. */
export function defaultPort(secure: boolean): number {
  return secure ? 443 : 80;
}
