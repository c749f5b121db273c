import type { EndpointAddress } from '../../../shared/model/endpoint';
import { text } from '../../../shared/model/text';
import { type BaseUrl, defaultPort, parseBaseUrl } from './baseUrl';
import { isHost, withoutBrackets } from './host';
import { accepted, type Parsed, refused } from './parsed';

/**
 * The one form of an address among all that mean the same place: with the port that really counts, and as a host
 * without scheme where it is plain HTTP without a path.
 */
export function canonicalAddress({ host, port }: EndpointAddress): EndpointAddress {
  const url = parseBaseUrl(host);
  if (!url) return { host: withoutBrackets(host.trim()).toLowerCase(), port };
  return url.secure || url.path !== '' ? { host: urlText(url), port: url.port } : { host: url.host, port: url.port };
}

/** Tells places apart: the same text for all ways to write one address, as a URL with its port. */
export function endpointKey(address: EndpointAddress): string {
  const { host, port } = canonicalAddress(address);
  const url = parseBaseUrl(host) ?? { secure: false, host, port, path: '' };
  return `${url.secure ? 'https' : 'http'}://${bracketed(url.host)}:${String(url.port)}${url.path}`;
}

/** An address as people write it: `127.0.0.1:5001`, `[::1]:8080`, `https://example.org/llm`. */
export function formatEndpoint(address: EndpointAddress): string {
  const { host, port } = canonicalAddress(address);
  return parseBaseUrl(host) ? host : `${bracketed(host)}:${String(port)}`;
}

/** Whether an address is this machine's own, as far as its text tells. */
export function isLoopback(address: EndpointAddress): boolean {
  const { host } = canonicalAddress(address);
  const name = parseBaseUrl(host)?.host ?? host;
  return name === 'localhost' || name === '::1' || /^127(?:\.\d+){3}$/.test(name);
}

/** Whether what is sent there can be read on the way: neither encrypted nor within this machine. */
export function isOpenOnTheWay(address: EndpointAddress): boolean {
  return !isLoopback(address) && !canonicalAddress(address).host.startsWith('https:');
}

/** Reads what `formatEndpoint` writes, other forms of URL bases, and a port alone, which is one of 127.0.0.1. */
export function parseEndpoint(typed: string): Parsed<EndpointAddress> {
  const raw = typed.trim();
  const url = parseBaseUrl(raw);
  if (url) return accepted(canonicalAddress({ host: raw, port: url.port }));
  const match = /^(?:(\[[^\]\s]*\]|[^:[\]\s]+):)?(\d{1,5})$/u.exec(raw);
  const host = withoutBrackets(match?.[1] ?? '127.0.0.1');
  const port = Number(match?.[2]);
  return match && isHost(host) && port >= 1 && port <= 65_535
    ? accepted(canonicalAddress({ host, port }))
    : refused(
        text(
          '"{0}" is no address of a server. Write a host with a port or a URL, for example {1} or {2}.',
          raw,
          '127.0.0.1:5001',
          'https://example.org/v1',
        ),
      );
}

function urlText({ secure, host, port, path }: BaseUrl): string {
  const own = port === defaultPort(secure) ? '' : `:${String(port)}`;
  return `${secure ? 'https' : 'http'}://${bracketed(host)}${own}${path}`;
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
