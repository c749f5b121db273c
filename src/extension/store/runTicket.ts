import type { NewRunTicket, NewTicket, OwnTicket } from '../domain/ports/queueRepository';
import type { StartedRun } from '../domain/ports/runRepository';
import { insertRun, withIds } from './insertRun';
import type { ProcessIdentity } from './sqlite/processIdentity';
import type { Writer } from './transaction';

/** The ticket of a step whose run is stored by the same transaction. */
export class RunTicket implements NewTicket, OwnTicket {
  readonly endpoint: NewTicket['endpoint'];
  readonly stepExecutionId: string;
  readonly input: string;
  /** There is no other one of a run that begins. */
  readonly isAlone = true;
  /** The run; undefined where its workflow does not exist. */
  readonly stored: Promise<StartedRun | undefined>;
  readonly #asked: Pick<OwnTicket, 'isWaiting'>;
  #runId = 0;

  /** Asks the transaction to store the run. */
  constructor(tx: Writer, asked: NewRunTicket & Pick<OwnTicket, 'isWaiting'>, owner: ProcessIdentity) {
    const run = withIds(asked.run);
    this.#asked = asked;
    this.endpoint = asked.endpoint;
    this.input = asked.input;
    this.stepExecutionId = run.steps[asked.stepIndex]?.id ?? '';
    this.stored = insertRun(tx, run, owner).then((started) => {
      this.#runId = started?.run.id ?? 0;
      return started;
    });
    this.stored.catch(() => undefined); // told to whoever waits for it
  }

  /** The id of the run, once it is stored. */
  get runId(): number {
    return this.#runId;
  }

  get isWaiting(): boolean {
    return this.#asked.isWaiting;
  }
}
