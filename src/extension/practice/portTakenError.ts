import { text } from '../../shared/model/text';
import { PersonError } from '../domain/ports/personError';

/** Another program listens on the port. */
export class PortTakenError extends PersonError {
  override readonly name = 'PortTakenError';

  constructor(
    readonly port: number,
    cause: unknown,
  ) {
    super(
      text(
        'Port {0} is taken by another program, so the practice server cannot listen there. Stop that program or choose another port.',
        port,
      ),
      { cause },
    );
  }
}
