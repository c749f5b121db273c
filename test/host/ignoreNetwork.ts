import type { Page } from 'playwright-core';

/** What Playwright's page stands for in the process that drives the browser; its types say nothing of it. */
interface DrivenPage {
  readonly delegate?: {
    readonly _mainFrameSession?: { readonly _client?: { send(method: 'Network.disable'): Promise<unknown> } };
  };
}

/** The connection between Playwright's two halves, which run in one process. */
interface PageOfConnection {
  readonly _connection?: { readonly toImpl?: (page: Page) => DrivenPage | undefined };
}

/**
 * Makes a page no longer tell Playwright of its network. A workbench talks to its server through one socket, and every
 * message of it would cross to this process once more, in base64: a tenth of all that a suite costs. Requests and sockets
 * of the page cannot be waited for afterwards, nor answered. Playwright has no option for it: where another version of it
 * is made differently, all stays as it is, which is slower and nothing else. True when the page has been told.
 */
export async function ignoreNetwork(page: Page): Promise<boolean> {
  const { _connection: connection } = page as unknown as PageOfConnection;
  const session = connection?.toImpl?.(page)?.delegate?._mainFrameSession?._client;
  if (session === undefined) return false;
  await session.send('Network.disable');
  return true;
}
