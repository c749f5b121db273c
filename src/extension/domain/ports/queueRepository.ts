import type { EndpointAddress } from '../../../shared/model/endpoint';
import type { NewRun, StartedRun } from './runRepository';

/** Whether a queue hands out turns. */
export type QueueStatus = 'active' | 'paused';

/** The queue of one endpoint. */
export interface EndpointQueue extends EndpointAddress {
  readonly id: number;
  readonly status: QueueStatus;
  /** In the order in which they will be taken, those that run first. */
  readonly tickets: readonly QueueTicket[];
}

/** A step that waits for its endpoint, or has it. */
export interface QueueTicket {
  readonly id: number;
  readonly runId: number;
  /** UUID of the step execution. */
  readonly stepExecutionId: string;
  readonly state: 'waiting' | 'running';
  /** `YYYY-MM-DD HH:MM:SS`, UTC. */
  readonly queuedAt: string;
}

/** A step that wants to wait. */
export interface NewTicket {
  readonly endpoint: EndpointAddress;
  readonly runId: number;
  readonly stepExecutionId: string;
  /** What the step is given, stored with it; absent means unchanged. */
  readonly input?: string;
}

/** A run that is about to begin with a ticket for one of its steps. */
export interface NewRunTicket {
  /** Takes no responses over. */
  readonly run: NewRun;
  /** The place of the step in the run. */
  readonly stepIndex: number;
  readonly endpoint: EndpointAddress;
  /** As in `NewTicket`. */
  readonly input: string;
}

/** A run that was stored with a ticket. */
export interface RunWithTicket extends StartedRun {
  /** The id of the ticket. */
  readonly ticket: number;
}

/** A ticket of this window. */
export interface OwnTicket {
  readonly stepExecutionId: string;
  /** False for one that has its turn, or is about to be removed. */
  readonly isWaiting: boolean;
  /** Whether its run has no other ticket. */
  readonly isAlone: boolean;
}

/** A queue in which this window wants to take turns. */
export interface QueueLook {
  readonly endpoint: EndpointAddress;
  /** How many may run at once; undefined where this window does not know: then what any window knew last, or 1. */
  readonly slots: number | undefined;
}

/** What a window does with the queues in one transaction, in this order. */
export interface QueueWork {
  /** Tickets whose turn or waiting is over. One that is gone is no error. */
  readonly removed: readonly number[];
  /** Those among them that had their turn while more of their run waited. */
  readonly served: readonly number[];
  /** Put at the end of the queues of their endpoints. */
  readonly added: readonly (NewTicket & OwnTicket)[];
  /** Runs that begin as by `RunRepository.start`; their tickets are put behind the added ones. */
  readonly begun: readonly (NewRunTicket & Pick<OwnTicket, 'isWaiting'>)[];
  /** Where turns are taken; the endpoints of removed and added tickets are among them. */
  readonly looks: readonly QueueLook[];
  /** All tickets of this window, by id, without the removed and the new ones. */
  readonly own: ReadonlyMap<number, OwnTicket>;
  /** Whether to find out which of the own waiting tickets are gone. */
  readonly wantsGone: boolean;
}

/** What is decided before all of it is written. */
export interface QueueDecision {
  /** The ids of the added tickets, in their order; undefined for a step that does not exist any more. */
  readonly added: readonly (number | undefined)[];
  /** The runs that have begun, in their order; undefined for one whose workflow does not exist any more. */
  readonly begun: readonly (RunWithTicket | undefined)[];
  /** Own tickets whose turn has come, the new ones included. */
  readonly taken: readonly number[];
}

/** What came of it. */
export interface QueueOutcome extends QueueDecision {
  /** Own waiting tickets that somebody else has taken out. */
  readonly gone: readonly number[];
}

/**
 * The queues, one for each endpoint, shared by all windows. Every method is one transaction; errors as in
 * `BlockRepository`. Tickets whose run belongs to a process that died are left out, and dropped with the next `work`.
 */
export interface QueueRepository {
  /** All queues that are paused or have tickets. */
  all(): Promise<readonly EndpointQueue[]>;
  /**
   * Removes and adds tickets, and takes all turns that are this window's: where fewer run than there are slots and the
   * queue is not paused, the first ones that wait begin, each in its own window. When a run has been served, what else
   * of it waits goes to the end: so runs take turns. A step becomes `queued` when its ticket is added and has to wait, and
   * `running` when its turn comes. What is to be done is asked for when the transaction has begun. Whose turn it is is told
   * as soon as it is decided, and holds unless this rejects: no other window takes these turns, but the disk may fail.
   */
  work(ask: () => QueueWork, decided?: (decision: QueueDecision) => void): Promise<QueueOutcome>;
  setStatus(endpoint: EndpointAddress, status: QueueStatus): Promise<void>;
  /** Puts a waiting ticket before another one of its queue, or at the end. It stays there when its run is served. */
  move(ticketId: number, before?: number): Promise<void>;
  /** Takes all waiting tickets of an endpoint out. */
  clear(endpoint: EndpointAddress): Promise<void>;
}
