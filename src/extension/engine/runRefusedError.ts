import type { Problem } from '../domain/references/problem';
import { PersonError } from '../domain/ports/personError';
import type { Text } from '../../shared/model/text';

/** A workflow that cannot run as it is. Nothing was sent and nothing was stored. */
export class RunRefusedError extends PersonError {
  override readonly name = 'RunRefusedError';

  constructor(
    text: Text,
    /** Each unresolved reference, with its place; empty when the reason is another one. */
    readonly problems: readonly Problem[],
  ) {
    super(text);
  }
}
