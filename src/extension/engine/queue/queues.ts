import type { EndpointAddress } from '../../../shared/model/endpoint';
import type { Subscribe } from '../../domain/ports/events';
import type { EndpointQueue, NewRunTicket } from '../../domain/ports/queueRepository';
import type { StartedRun } from '../../domain/ports/runRepository';

/** A step that needs its endpoint. */
export interface TurnRequest {
  /** Where it is sent, with the default host filled in. */
  readonly endpoint: EndpointAddress;
  readonly runId: number;
  /** UUID of a step execution that is stored. */
  readonly stepExecutionId: string;
  /** Stored as what the step was given, see `StepChange.input`: it costs nothing here. */
  readonly input?: string;
}

/** A place at an endpoint. */
export interface Lease {
  /**
   * Gives the place back. Never rejects: what the store does not take now it is asked again. Need not be awaited, and a
   * step that asks for its own turn right after costs no transaction more; only before the store is closed it should be.
   */
  release(): Promise<void>;
}

/** A run that has begun, and the turn that one of its steps waits for. */
export interface RunWithTurn extends StartedRun {
  readonly turn: Promise<Lease>;
}

/** Told of a turn as soon as it is decided, which is before it is on disk. */
export interface TurnListener {
  /** Its turn has come: no other step takes it, in any window. */
  hasTurn(): void;
  /** That could not be stored: it waits on, or hears that it does not. */
  lostTurn(): void;
}

/** The queues of all endpoints, as whoever runs steps sees them. */
export interface TurnGiver {
  /**
   * Stores a run together with the place of one of its steps in a queue, as `RunRepository.start` and `acquire` would one
   * after the other, but in one transaction: where nobody waits, the step has its turn when this resolves. The signal may
   * stop the waiting from then on.
   * @throws {StoreError}
   */
  start(run: NewRunTicket, signal: AbortSignal, listener?: TurnListener): Promise<RunWithTurn>;
  /**
   * Waits for a place at an endpoint. From the moment of this call the step execution is `queued` in the store and from
   * that of its resolving `running`, with `started_at` set: nobody has to store that once more. A step may hold several
   * places, one for each answer that it waits for at the same time.
   * @throws {RunStopped} when the signal stopped it, or when the ticket is gone: the queue was cleared, by any window
   * @throws {StoreError}
   */
  acquire(request: TurnRequest, signal: AbortSignal, listener?: TurnListener): Promise<Lease>;
  /** Looks anew whether somebody may begin: to be called when it may have become known how many slots a server has. */
  look(): void;
}

/** The queues of all endpoints, as whoever shows and arranges them sees them. Methods reject with `StoreError`. */
export interface Queues extends TurnGiver {
  /** Raised when a queue has changed, here or in another window. Whoever draws has to throttle. */
  readonly onDidChange: Subscribe<void>;
  /** All queues that are paused or have tickets. */
  all(): Promise<readonly EndpointQueue[]>;
  /** How many tickets go before that of a step, those that run not counted; undefined for one that does not wait. */
  position(stepExecutionId: string): Promise<number | undefined>;
  /** Steps that wait there go on waiting; those that run are not touched. */
  pause(endpoint: EndpointAddress): Promise<void>;
  resume(endpoint: EndpointAddress): Promise<void>;
  /** Puts a waiting ticket before another one of its queue, or at the end. */
  move(ticketId: number, before?: number): Promise<void>;
  /** Takes all waiting tickets out: `acquire` rejects for them, so that their runs end as cancelled. */
  clear(endpoint: EndpointAddress): Promise<void>;
}
