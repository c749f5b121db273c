import { connect } from 'node:net';

/** How long the connection may take, in milliseconds. */
const LIMIT = 2000;

/**
 * Whether anything listens on a port of this machine.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: LIMIT });
    const end = (listens) => {
      socket.destroy();
      resolve(listens);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}
