import type { Message } from '../../../../src/shared/protocol/message';
import type { Transport } from '../../../../src/shared/protocol/rpc';

/** The two ends of a pipe in memory. Messages are copied and arrive in order, each in a turn of its own. */
export function createPipe(): readonly [PipeEnd, PipeEnd] {
  const left = new PipeEnd();
  const right = new PipeEnd();
  left.other = right;
  right.other = left;
  return [left, right];
}

/** One end of a pipe; `inject` makes it receive anything at all. */
export class PipeEnd implements Transport {
  other: PipeEnd | undefined;
  readonly sent: Message[] = [];
  private readonly listeners = new Set<(raw: unknown) => void>();

  send(message: Message): void {
    this.sent.push(message);
    this.other?.inject(structuredClone(message));
  }

  receive(listener: (raw: unknown) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  inject(raw: unknown): void {
    queueMicrotask(() => {
      for (const listener of this.listeners) listener(raw);
    });
  }
}
