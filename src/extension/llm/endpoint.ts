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
}

const URL_FORM = /^(https?):\/\/([^/?#]*)([^?#]*)/i;

/** Reads a host as people write it: a name, an address, `[::1]`, or an http(s) address with a path before the API's own. */
export function endpointOf(host: string, port: number): Endpoint {
  const written = host.trim();
  const url = URL_FORM.exec(written);
  const bare = (url ? (url[2] ?? '') : written).replace(/^\[(.*)\]$/, '$1');
  const basePath = (url?.[3] ?? '').replace(/\/+$/, '');
  const shown = bare.includes(':') ? `[${bare}]` : bare;
  return { secure: url?.[1]?.toLowerCase() === 'https', host: bare, port, basePath, label: `${shown}:${String(port)}` };
}
