import type { EndpointAddress } from '../../../shared/model/endpoint';

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
export interface NewTicket extends EndpointAddress {
  readonly runId: number;
  readonly stepExecutionId: string;
}

/**
 * The queues, one for each endpoint, shared by all windows. Every method is one transaction; errors as in
 * `BlockRepository`. Tickets of processes that died are dropped when the queue is next read or taken from.
 */
export interface QueueRepository {
  /** All queues that are paused or have tickets. */
  all(): Promise<readonly EndpointQueue[]>;
  /** Puts a step at the end of its endpoint's queue; gives the id of its ticket. */
  enqueue(ticket: NewTicket): Promise<number>;
  /**
   * Takes the turn for a ticket: true when fewer than `slots` run at its endpoint, the queue is not paused and no other
   * ticket goes before it. Runs take turns: of two that wait, the one goes first whose run was served longer ago.
   */
  take(ticketId: number, slots: number): Promise<boolean>;
  /** Ends the turn of a ticket or its waiting. A ticket that is gone is no error. */
  remove(ticketId: number): Promise<void>;
  setStatus(endpoint: EndpointAddress, status: QueueStatus): Promise<void>;
  /** Puts a waiting ticket before another one of its queue, or at the end. */
  move(ticketId: number, before?: number): Promise<void>;
  /** Takes all waiting tickets of an endpoint out; gives the runs they belonged to. */
  clear(endpoint: EndpointAddress): Promise<readonly number[]>;
}
