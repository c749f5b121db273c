import type { ServerState } from '../../../shared/model/endpoint';
import { text, type Text } from '../../../shared/model/text';
import { assertNever } from '../../domain/assertNever';
import type { EndpointQueue } from '../../domain/ports/queueRepository';
import type { EndpointState } from './endpointStates';

/** The state of an endpoint in a few words, where there is something to say of it. */
export function stateText(state: EndpointState): Text | undefined {
  switch (state.kind) {
    case 'unasked':
      return undefined;
    case 'asking':
      return text('asking…');
    case 'found':
      return serverStateText(state.server.state ?? 'unknown');
    case 'failed':
      switch (state.reason) {
        case 'unreachable':
          return text('nothing answers');
        case 'unauthorized':
          return undefined; // said by `isLocked`
        case 'busy':
          return text('busy');
        case 'unrecognised':
        case 'protocol':
          return text('no model server');
        case 'unknown-host':
          return text('unknown machine');
        case 'connect-timeout':
        case 'silence-timeout':
          return text('no answer in time');
        case 'http':
        case 'context-exceeded':
        case 'ended-early':
        case 'cancelled':
        case undefined:
          return text('could not be asked');
        default:
          return assertNever(state.reason);
      }
  }
}

/**
 * Whether an endpoint wants a key and has not got the right one, as far as can be told: a server that tells its state
 * takes the key that is kept.
 */
export function isLocked(state: EndpointState, hasKey: boolean): boolean {
  if (state.kind === 'failed') return state.reason === 'unauthorized';
  return state.kind === 'found' && state.server.needsKey === true && (!hasKey || state.server.state === undefined);
}

/** How long a queue is, in a few words; undefined for one that is empty and not paused. */
export function queueText(queue: EndpointQueue | undefined): Text | undefined {
  const waiting = queue?.tickets.filter((ticket) => ticket.state === 'waiting').length ?? 0;
  if (queue?.status === 'paused') return text('queue paused, {0} waiting', waiting);
  if (waiting > 0) return text('{0} waiting', waiting);
  return (queue?.tickets.length ?? 0) > 0 ? text('working for you') : undefined;
}

function serverStateText(state: ServerState): Text | undefined {
  switch (state) {
    case 'idle':
      return text('idle');
    case 'busy':
      return text('busy');
    case 'loading':
      return text('loading its model');
    case 'unknown':
      return undefined;
    default:
      return assertNever(state);
  }
}
