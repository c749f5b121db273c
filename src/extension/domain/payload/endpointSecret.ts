import type { EndpointAddress } from '../../../shared/model/endpoint';
import { text } from '../../../shared/model/text';
import { endpointKey } from './endpointAddress';
import { accepted, type Parsed, refused } from './parsed';

/** What a key may be made of: it travels in a header, where blanks and anything beyond ASCII cannot stand. */
const KEY = /^[\x21-\x7e]{1,8192}$/;

/**
 * The name under which the access key of an endpoint is kept. It holds scheme, host, port and path, so that no other
 * place is ever sent that key.
 */
export function endpointSecretName(address: EndpointAddress): string {
  return `endpoint ${endpointKey(address)}`;
}

/** Reads an access key as a person pastes it, with or without "Bearer" before it. */
export function parseAccessKey(typed: string): Parsed<string> {
  const key = typed.trim().replace(/^Bearer\s+/i, '');
  if (key === '') return refused(text('Paste or type the key.'));
  return KEY.test(key)
    ? accepted(key)
    : refused(text('A key has no blanks and only letters, digits and signs of ASCII.'));
}
