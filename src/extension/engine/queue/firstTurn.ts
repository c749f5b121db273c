import type { NewRunTicket } from '../../domain/ports/queueRepository';
import type { StartedRun } from '../../domain/ports/runRepository';
import { abortWith } from '../abortWith';
import type { Lease, TurnGiver, TurnListener, TurnRequest } from './queues';

/** Gives a step whose turn was asked for together with its run that turn, and whoever else asks a turn of its own. */
export class FirstTurn implements Pick<TurnGiver, 'acquire'> {
  private readonly leaving = new AbortController();
  private first: { readonly stepExecutionId: string; readonly turn: Promise<Lease> } | undefined;

  constructor(private readonly turns: TurnGiver) {}

  /**
   * Stores the run, and asks for the turn; see `TurnGiver.start`.
   * @throws {StoreError}
   */
  async start(asked: NewRunTicket, listener?: TurnListener): Promise<StartedRun> {
    const { turn, ...started } = await this.turns.start(asked, this.leaving.signal, listener);
    const step = started.steps[asked.stepIndex];
    this.first = step && { stepExecutionId: step.id, turn };
    return started;
  }

  /** @inheritdoc */
  async acquire(request: TurnRequest, signal: AbortSignal, listener?: TurnListener): Promise<Lease> {
    const { first, leaving } = this;
    if (first?.stepExecutionId !== request.stepExecutionId || signal.aborted) {
      return this.turns.acquire(request, signal, listener);
    }
    this.first = undefined;
    const release = abortWith(signal, leaving);
    try {
      return await first.turn;
    } finally {
      release();
    }
  }

  /** Gives the turn back, or waits for it no more, where nobody has taken it. */
  leave(): void {
    const { first } = this;
    if (first) {
      this.first = undefined;
      this.leaving.abort();
      void first.turn.then((lease) => lease.release(), ignore);
    }
  }
}

function ignore(): void {
  // It was only waiting, and that is over.
}
