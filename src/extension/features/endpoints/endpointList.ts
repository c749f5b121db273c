import type { EndpointAddress } from '../../../shared/model/endpoint';
import type { Payload } from '../../../shared/model/payload';
import { canonicalAddress, endpointKey, parseEndpoint } from '../../domain/payload/endpointAddress';

/** One place that a person has named, in the setting or in a payload. */
export interface ListedEndpoint {
  /** In its canonical form. */
  readonly address: EndpointAddress;
  /** Tells places apart. */
  readonly key: string;
  /** Whether it stands in the setting. */
  readonly isListed: boolean;
  /** The names of the payloads that are sent there. */
  readonly payloads: readonly string[];
}

/** All places, each once: those of the setting in their order, then those that only payloads name. */
export interface EndpointList {
  readonly endpoints: readonly ListedEndpoint[];
  /** Entries of the setting that are no address. */
  readonly invalid: readonly string[];
}

/** Reads the setting, as anybody may have written it, and the payloads. */
export function listEndpoints(
  setting: unknown,
  payloads: readonly Pick<Payload, 'name' | 'host' | 'port'>[],
  defaultHost: string,
): EndpointList {
  const places = new Map<string, { address: EndpointAddress; isListed: boolean; payloads: string[] }>();
  const invalid = new Set<string>();
  for (const entry of Array.isArray(setting) ? setting : []) {
    const parsed = typeof entry === 'string' ? parseEndpoint(entry) : undefined;
    if (parsed?.ok === true) {
      places.set(endpointKey(parsed.value), { address: parsed.value, isListed: true, payloads: [] });
    } else {
      invalid.add(entryText(entry));
    }
  }
  for (const { name, host, port } of payloads) {
    const address = canonicalAddress({ host: host ?? defaultHost, port });
    const place = places.get(endpointKey(address)) ?? { address, isListed: false, payloads: [] };
    place.payloads.push(name);
    places.set(endpointKey(address), place);
  }
  return { endpoints: [...places].map(([key, place]) => ({ key, ...place })), invalid: [...invalid] };
}

/** An entry of the setting as it is shown when it is no address. */
export function entryText(entry: unknown): string {
  return typeof entry === 'string' ? entry : JSON.stringify(entry ?? null);
}
