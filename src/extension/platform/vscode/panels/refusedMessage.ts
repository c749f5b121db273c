/** A message of a page that is not what it should be. The page receives the reason, the log the rest. */
export class RefusedMessage extends Error {
  override readonly name = 'RefusedMessage';
  readonly reason = 'refused';
}

/** What a schema made of a message. */
type Checked<Output> =
  | { readonly success: true; readonly output: Output }
  | { readonly success: false; readonly issues: readonly [{ readonly message: string }, ...unknown[]] };

/**
 * The message that passed a schema.
 * @throws {RefusedMessage}
 */
export function accept<Output>(result: Checked<Output>): Output {
  if (!result.success) {
    throw new RefusedMessage(`The message was refused: ${result.issues[0].message.slice(0, 200)}`);
  }
  return result.output;
}
