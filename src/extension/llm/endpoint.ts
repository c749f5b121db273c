import type { EndpointAddress } from '../../shared/model/endpoint';
import { defaultPort, parseBaseUrl } from '../domain/payload/baseUrl';
import { canonicalAddress } from '../domain/payload/endpointAddress';

/** Where a request goes: a host and port, by the words of a payload. */
export interface Endpoint {
  readonly secure: boolean;
  /** A name or address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** What stands before every path, without a slash at its end; mostly empty. */
  readonly basePath: string;
  /** How sentences name it: host and port. */
  readonly label: string;
  /** The access key that goes with every request there, and nowhere else. Never part of a sentence or a log. */
  readonly key?: string;
}

/** Reads a host as people write it: a name, an address, `[::1]`, or the base of a URL, whose own port then counts. */
export function endpointOf(host: string, port: number): Endpoint {
  const url = parseBaseUrl(host);
  if (url) {
    const { secure, host: name, path } = url;
    return { secure, host: name, port: url.port, basePath: path, label: labelOf(name, url.port) };
  }
  const bare = host.trim().replace(/^\[(.*)\]$/, '$1');
  return { secure: false, host: bare, port, basePath: '', label: labelOf(bare, port) };
}

/** The address of an endpoint, as the rest of the extension knows it. */
export function addressOf({ secure, label, port, basePath }: Endpoint): EndpointAddress {
  return canonicalAddress({ host: `${secure ? 'https' : 'http'}://${label}${basePath}`, port });
}

/** What the header `Host` says: the port only where it is not that of the scheme (RFC 9110, section 7.2). */
export function hostHeader({ secure, host, port, label }: Endpoint): string {
  return port === defaultPort(secure) ? labelOf(host, undefined) : label;
}

function labelOf(host: string, port: number | undefined): string {
  const shown = host.includes(':') ? `[${host}]` : host;
  return port === undefined ? shown : `${shown}:${String(port)}`;
}
