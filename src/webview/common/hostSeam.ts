import type { Message } from '../../shared/protocol/message';
import type { Transport } from '../../shared/protocol/rpc';

/** What VS Code gives a page, once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The only place where a page touches VS Code: messages, and the state that outlives a hidden page. */
export interface HostSeam extends Transport {
  /** What was kept last, unread: it may be of an older version of the page. */
  readonly state: unknown;
  /** Keeps a plain value; VS Code brings it back when the page is shown again, also after a restart. */
  keep(state: unknown): void;
}

/** Takes hold of VS Code. Only the first call on a page may succeed. */
export function acquireHost(): HostSeam {
  const api = acquireVsCodeApi();
  return {
    state: api.getState(),
    keep: (state) => {
      api.setState(state);
    },
    send: (message: Message) => {
      api.postMessage(message);
    },
    receive: (listener) => {
      const hear = (event: MessageEvent<unknown>): void => {
        listener(event.data);
      };
      window.addEventListener('message', hear);
      return () => {
        window.removeEventListener('message', hear);
      };
    },
  };
}
