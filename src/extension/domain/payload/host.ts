/** The longest host name that DNS allows, in characters (RFC 1035). */
const MAX_HOST = 253;
/** One part of a host name; letters of any script, since systems resolve international names too. */
const LABEL = /^[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_-]{0,61}[\p{L}\p{M}\p{N}_])?$/u;

/** Whether something is a host name or an address; an IPv6 address without brackets. */
export function isHost(host: string): boolean {
  return isHostName(host) || isIpv6(host);
}

/** The address in square brackets, as URLs write those of IPv6; anything else as it is. */
export function withoutBrackets(host: string): string {
  return /^\[(.*)\]$/.exec(host)?.[1] ?? host;
}

/** The host in a URL or in `host:port`; undefined where there is none, or nothing around it. */
export function hostWithin(raw: string): string | undefined {
  const match = /^(?:[a-z][a-z\d+.-]*:\/\/)?(?:[^/?#@\s]*@)?(\[[^\]]*\]|[^/?#:\s]+)(?::\d+)?(?:[/?#].*)?$/iu.exec(raw);
  const host = withoutBrackets(match?.[1] ?? '');
  return host !== raw && isHost(host) ? host : undefined;
}

function isHostName(host: string): boolean {
  const labels = host.split('.');
  if (host.length > MAX_HOST || !labels.every((label) => LABEL.test(label))) {
    return false;
  }
  return !/^\d+$/.test(labels.at(-1) ?? '') || isIpv4(host);
}

function isIpv4(address: string): boolean {
  const parts = address.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** The text forms of RFC 4291, section 2.2, with an optional zone (RFC 4007, section 11). */
function isIpv6(address: string): boolean {
  const [plain = '', zone, ...rest] = address.split('%');
  const halves = plain.split('::');
  if (rest.length > 0 || (zone !== undefined && !/^[\w.~-]+$/.test(zone)) || halves.length > 2) {
    return false;
  }
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const hasIpv4 = last.includes('.');
  const hex = hasIpv4 ? groups.slice(0, -1) : groups;
  const length = hex.length + (hasIpv4 ? 2 : 0);
  return (
    plain.includes(':') &&
    (!hasIpv4 || (isIpv4(last) && !plain.endsWith('::'))) &&
    hex.every((group) => /^[\da-f]{1,4}$/i.test(group)) &&
    (halves.length === 2 ? length <= 7 : length === 8)
  );
}
