import type { EndpointAddress } from '../../../shared/model/endpoint';
import { canonicalAddress, endpointKey } from '../../domain/payload/endpointAddress';
import type { EndpointsItem } from '../../treeItems';

/** The item of an endpoint. */
export function endpointItem(address: EndpointAddress): Extract<EndpointsItem, { readonly kind: 'endpoint' }> {
  return { kind: 'endpoint', ...canonicalAddress(address) };
}

/** The item of something that is known of an endpoint, by the name of the fact. */
export function factItem(address: EndpointAddress, fact: string): EndpointsItem {
  return { kind: 'fact', ...canonicalAddress(address), fact };
}

/** The endpoint that an item is or tells of; undefined for an entry that is no address. */
export function addressIn(item: EndpointsItem): EndpointAddress | undefined {
  return item.kind === 'invalid' ? undefined : { host: item.host, port: item.port };
}

/** Tells items apart for the tree; the ids of its rows. */
export function endpointsItemKey(item: EndpointsItem): string {
  switch (item.kind) {
    case 'endpoint':
      return `endpoint:${endpointKey(item)}`;
    case 'fact':
      return `fact:${endpointKey(item)}:${item.fact}`;
    case 'invalid':
      return `invalid:${item.entry}`;
  }
}
