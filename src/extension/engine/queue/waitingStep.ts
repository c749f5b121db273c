import type { EndpointAddress } from '../../../shared/model/endpoint';
import type { NewTicket, OwnTicket } from '../../domain/ports/queueRepository';
import { RunStopped } from '../runStopped';
import type { TurnListener, TurnRequest } from './queues';

/** Whom a step tells what becomes of it. */
interface Listener extends TurnListener {
  /** Its turn has come. */
  begun(): void;
  failed(error: unknown): void;
  /** The signal stopped it while it waited. */
  stopped(): void;
}

/** One step on its way through a queue: it waits, has its turn, and is over; or it is over before its turn. */
export class WaitingStep implements NewTicket, OwnTicket {
  /** The id of its ticket, once it has one. */
  ticket: number | undefined;
  /** Resolves when its ticket has been removed, or the store has refused to. */
  readonly removed: Promise<void>;
  private state: 'waiting' | 'running' | 'over' = 'waiting';
  /** Whether it will begin if what is decided can be stored. */
  private isDecided = false;
  private isGone: () => void = ignore;

  readonly endpoint: EndpointAddress;
  readonly input?: string;
  private stepId = '';
  /** Undefined while it is not stored. */
  private run: number | undefined;

  constructor(
    { endpoint, input }: Pick<TurnRequest, 'endpoint' | 'input'>,
    /** How many tickets each run has in this window. */
    private readonly counts: Map<number, number>,
    private readonly signal: AbortSignal,
    private readonly listener: Listener,
  ) {
    this.removed = new Promise((resolve) => {
      this.isGone = resolve;
    });
    this.endpoint = endpoint;
    if (input !== undefined) {
      this.input = input;
    }
    signal.addEventListener('abort', this.stop);
  }

  /** The id of its run; 0 before it is known. */
  get runId(): number {
    return this.run ?? 0;
  }

  /** The id of its step execution; empty before it is known. */
  get stepExecutionId(): string {
    return this.stepId;
  }

  /** Says which step it is: at once, or when that is stored. */
  isStep({ runId, stepExecutionId }: Pick<TurnRequest, 'runId' | 'stepExecutionId'>): this {
    this.stepId = stepExecutionId;
    if (!this.isOver) {
      this.run = runId;
      this.counts.set(runId, (this.counts.get(runId) ?? 0) + 1);
    }
    return this;
  }

  get isWaiting(): boolean {
    return this.state === 'waiting';
  }

  get isRunning(): boolean {
    return this.state === 'running';
  }

  get isOver(): boolean {
    return this.state === 'over';
  }

  get isAlone(): boolean {
    return (this.counts.get(this.runId) ?? 0) <= (this.isOver ? 0 : 1);
  }

  /** It is decided that its turn has come; it begins when that is stored. */
  decide(): void {
    if (this.isWaiting && !this.isDecided) {
      this.isDecided = true;
      this.listener.hasTurn();
    }
  }

  /** What was decided could not be stored. */
  undecide(): void {
    if (this.isDecided) {
      this.isDecided = false;
      this.listener.lostTurn();
    }
  }

  /** Its turn has come. */
  begin(): void {
    if (this.isWaiting) {
      this.state = 'running';
      this.isDecided = false;
      this.signal.removeEventListener('abort', this.stop);
      this.listener.begun();
    }
  }

  /** It can wait no longer. */
  fail(error: unknown): void {
    if (this.isWaiting) {
      this.undecide();
      this.end();
      this.listener.failed(error);
    }
  }

  /** Its turn is over, or it need not wait any more. */
  end(): void {
    if (this.isOver) {
      return;
    }
    this.state = 'over';
    this.signal.removeEventListener('abort', this.stop);
    const { run } = this;
    if (run === undefined) {
      return;
    }
    const left = (this.counts.get(run) ?? 0) - 1;
    if (left > 0) {
      this.counts.set(run, left);
    } else {
      this.counts.delete(run);
    }
  }

  /** The store has been asked to remove its ticket. */
  settle(): void {
    this.isGone();
  }

  private readonly stop = (): void => {
    this.fail(new RunStopped({ cause: this.signal.reason }));
    this.listener.stopped();
  };
}

function ignore(): void {
  // Replaced at once by what resolves the promise.
}
