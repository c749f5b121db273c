/**
 * A version of VS Code to run in: the newest one that can be had, or the oldest one that the manifest allows
 * (`engines.vscode`).
 */
export type HostVersion = 'newest' | '1.105.1';

/** What has to be installed to run one version of VS Code as a server. */
export interface ServerRelease {
  /** The version that `vscode.version` reports there. */
  readonly vscode: string;
  /** The version of the npm package `code-server` that ships this VS Code: the same numbers, with the major raised by 3. */
  readonly codeServer: string;
  /** The major version of Node.js that the server needs. */
  readonly nodeMajor: string;
}

/** The server release of every version. */
export const SERVER_RELEASES: Readonly<Record<HostVersion, ServerRelease>> = {
  newest: { vscode: '1.139.1', codeServer: '4.139.1', nodeMajor: '24' },
  '1.105.1': { vscode: '1.105.1', codeServer: '4.105.1', nodeMajor: '22' },
};

/**
 * Reads a version from a command line.
 * Throws when it is neither `newest` nor `1.105.1`.
 */
export function parseHostVersion(text: string): HostVersion {
  if (text === 'newest' || text === '1.105.1') return text;
  throw new Error(`Unknown VS Code version "${text}": expected newest or 1.105.1.`);
}
