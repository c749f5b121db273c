import type { Exchange } from './exchange';
import type { StreamForm } from './streamForm';

/** Writes the messages of a stream, as fast as the client takes them. */
export class StreamWriter {
  constructor(
    private readonly exchange: Exchange,
    private readonly form: StreamForm,
  ) {
    const { response } = exchange;
    if (form.framing === 'untilClose') {
      response.useChunkedEncodingByDefault = false;
      response.shouldKeepAlive = false;
    }
    response.writeHead(200, {
      'content-type': form.contentType,
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    // Many small pieces: without this they would wait for each other's acknowledgement.
    response.socket?.setNoDelay(true);
  }

  /** Writes one message. */
  async write(message: string): Promise<void> {
    const { response } = this.exchange;
    if (response.destroyed || response.write(this.form.frame(message))) return;
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
