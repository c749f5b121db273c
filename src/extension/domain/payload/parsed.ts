import type { Text } from '../../../shared/model/text';
import { InvalidInputError } from '../ports/invalidInputError';

/** What became of something that a person typed: a value, or a sentence that says what is allowed. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Text };

/** A value that passed. */
export function accepted<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** Something that breaks a rule. */
export function refused(problem: Text): Parsed<never> {
  return { ok: false, problem };
}

/** What a check lets pass; what it refuses as invalid input becomes the sentence. */
export function attempted<T>(check: () => T): Parsed<T> {
  try {
    return accepted(check());
  } catch (error) {
    if (error instanceof InvalidInputError) {
      return refused(error.text);
    }
    throw error;
  }
}
