import { PersonError } from './personError';

/** A name, path or setting that breaks a rule; the sentence says which rule and what is allowed. */
export class InvalidInputError extends PersonError {
  override readonly name = 'InvalidInputError';
}
