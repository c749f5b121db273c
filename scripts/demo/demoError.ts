/** The demo cannot go on, for a reason that a person can do something about; the message is one sentence for them. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}
