import type { Host } from '../host/host';
import { prepareHost } from '../host/prepareHost';

let host: Promise<Host> | undefined;

/** Gives the VS Code that all UI tests of this process share; it is started when the first of them asks for it. */
export async function sharedHost(): Promise<Host> {
  host ??= prepareHost({
    version: 'newest',
    progress: (line) => {
      console.log(line);
    },
  });
  return host;
}

/** Stops the shared VS Code when it was started. */
export async function disposeSharedHost(): Promise<void> {
  if (host !== undefined) await (await host).dispose();
  host = undefined;
}
