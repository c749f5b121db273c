import { PersonError } from '../../domain/ports/personError';
import { localize } from '../../platform/vscode/localize';

/** What is wrong with an input, in the words of the rule that refuses it; undefined when nothing is. */
export function problemOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof PersonError) {
      return localize(error.text);
    }
    throw error;
  }
}
