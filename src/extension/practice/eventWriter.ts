import type { Exchange } from './exchange';

/** How a server ends a stream of events on the wire. */
export type Framing =
  /** Chunks; the connection may stay open. */
  | 'chunked'
  /** No length: the stream ends when the connection closes, as KoboldCpp does by HTTP/1.0. */
  | 'untilClose';

/** Writes server-sent events, as fast as the client takes them. */
export class EventWriter {
  constructor(
    private readonly exchange: Exchange,
    framing: Framing,
    /** Stands before every event; mostly empty. */
    private readonly prefix = '',
  ) {
    const { response } = exchange;
    if (framing === 'untilClose') {
      response.useChunkedEncodingByDefault = false;
      response.shouldKeepAlive = false;
    }
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    // Many small pieces: without this they would wait for each other's acknowledgement.
    response.socket?.setNoDelay(true);
  }

  /** Writes one event. */
  async write(data: string): Promise<void> {
    const { response } = this.exchange;
    if (response.destroyed || response.write(`${this.prefix}data: ${data}\n\n`)) return;
    await new Promise<void>((resolve) => {
      const goOn = (): void => {
        response.off('drain', goOn);
        response.off('close', goOn);
        resolve();
      };
      response.on('drain', goOn);
      response.on('close', goOn); // the client went away while it was behind
    });
  }

  /** Ends the stream. */
  end(): void {
    this.exchange.response.end();
  }
}
