/** What a person asks of the demo. */
export interface DemoOptions {
  readonly help: boolean;
  /** Leave VS Code open afterwards. */
  readonly open: boolean;
  /** The port of the server to use; undefined chooses one. */
  readonly port: number | undefined;
  /** The folder to work in, absolute; undefined is the one in the repository. */
  readonly workspace: string | undefined;
}

/** What `--help` prints. */
export const HELP: string;

/** What was written cannot be understood; the message says what can be. */
export class OptionsError extends Error {}

/**
 * Reads the command line of the demo.
 * @throws {OptionsError}
 */
export function parseOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): DemoOptions;
