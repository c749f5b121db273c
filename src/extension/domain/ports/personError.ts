import { formatText, type Text } from '../../../shared/model/text';

/** An error whose sentence is written for a person; everything else that is thrown is a fault of the program. */
export abstract class PersonError extends Error {
  constructor(
    /** The sentence, translatable; `message` is the same in English. */
    readonly text: Text,
    options?: ErrorOptions,
  ) {
    super(formatText(text), options);
  }
}
