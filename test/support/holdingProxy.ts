import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP server that passes everything on, and holds back the rest of streams while it is told to. */
export interface HoldingProxy {
  readonly port: number;
  /** From now on only so many events of each stream pass, until `release`. */
  hold(events: number): void;
  /** Lets everything pass that was held back, and all that comes. */
  release(): void;
  close(): Promise<void>;
}

/** Requests that are answered by a stream of events. */
const STREAM = /^POST \/(api\/extra\/generate\/stream|v1\/(chat\/)?completions) /;

const END_OF_EVENT = Buffer.from('\n\n');

/** Starts a proxy in front of a server of this machine. A test that holds a stream sees it half-way for sure. */
export async function startHoldingProxy(target: number): Promise<HoldingProxy> {
  const sockets = new Set<Socket>();
  const held = new Set<() => void>();
  let allowed = Number.POSITIVE_INFINITY;

  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    let isStream = false;
    let events = 0;
    let ended = false;
    const waiting: Buffer[] = [];
    const passOn = (): void => {
      for (const piece of waiting.splice(0)) client.write(piece);
      if (ended) client.end();
    };
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined); // either side may reset its connection; the other then goes too
      socket.on('close', () => {
        sockets.delete(socket);
        if (socket !== client) return; // what the server wrote before it closed may still be held
        held.delete(passOn);
        other.destroy();
      });
    }
    client.on('data', (piece) => {
      isStream ||= STREAM.test(piece.subarray(0, 80).toString('latin1'));
      upstream.write(piece);
    });
    upstream.on('data', (piece) => {
      let rest = piece;
      while (rest.length > 0) {
        const end = rest.indexOf(END_OF_EVENT);
        const one = end < 0 ? rest : rest.subarray(0, end + END_OF_EVENT.length);
        rest = rest.subarray(one.length);
        if (isStream && (events >= allowed || waiting.length > 0)) {
          waiting.push(one);
          held.add(passOn);
        } else {
          client.write(one);
        }
        if (end >= 0) events++;
      }
    });
    upstream.on('end', () => {
      ended = true;
      if (waiting.length === 0) client.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    hold: (count) => {
      allowed = count;
    },
    release: () => {
      allowed = Number.POSITIVE_INFINITY;
      for (const passOn of held) passOn();
      held.clear();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}
