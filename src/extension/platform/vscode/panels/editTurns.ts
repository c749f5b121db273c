import type { Text } from '../../../../shared/model/text';
import type { Outcome } from '../../../../shared/protocol/form';
import { PersonError } from '../../../domain/ports/personError';

const DONE: Outcome = { problem: null };

/** An edit that breaks a rule. */
export class EditRefused extends PersonError {
  override readonly name = 'EditRefused';
}

/** The edits of one page, one after the other, each on what the one before left. */
export class EditTurns {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    /** A sentence in the language of the person. */
    private readonly say: (text: Text) => string,
    /** Called when something was refused: what the page shows may be the reason. */
    private readonly refused: () => void,
  ) {}

  /** Resolves when no edit is being made; never rejects. */
  get settled(): Promise<unknown> {
    return this.last;
  }

  /** Makes an edit after those before it. */
  take(edit: () => Promise<void>): Promise<Outcome> {
    const outcome = this.last.then(() => this.report(edit));
    this.last = outcome.catch(() => undefined);
    return outcome;
  }

  /** Does something at once, and turns what a person can mend into a sentence. */
  async report(work: () => Promise<void>): Promise<Outcome> {
    try {
      await work();
      return DONE;
    } catch (error) {
      if (error instanceof PersonError) {
        this.refused();
        return { problem: this.say(error.text) };
      }
      throw error;
    }
  }
}
