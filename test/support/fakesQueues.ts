import { endpointKey } from '../../src/extension/domain/payload/endpointAddress';
import type { Change } from '../../src/extension/domain/ports/changes';
import type {
  EndpointQueue,
  NewTicket,
  OwnTicket,
  QueueDecision,
  QueueOutcome,
  QueueRepository,
  QueueStatus,
  QueueWork,
} from '../../src/extension/domain/ports/queueRepository';
import type { StartedRun } from '../../src/extension/domain/ports/runRepository';
import { turnOrder } from '../../src/extension/domain/workflow/turnOrder';
import type { EndpointAddress } from '../../src/shared/model/endpoint';
import { startedRun } from './fakesRuns';
import { FakeTransactions } from './fakesTransactions';

interface StoredTicket {
  readonly id: number;
  readonly queue: string;
  readonly runId: number;
  readonly stepExecutionId: string;
  readonly owner: string;
  state: 'waiting' | 'running';
  place: number;
  isMoved: boolean;
}

interface StoredQueue {
  readonly id: number;
  readonly endpoint: EndpointAddress;
  status: QueueStatus;
  slots: number;
}

/** What all windows share: the queues in one database in memory. */
export class FakeQueueTable {
  tickets: StoredTicket[] = [];
  readonly queues = new Map<string, StoredQueue>();
  /** Windows whose processes have died. */
  readonly dead = new Set<string>();
  /** Steps that have been deleted. */
  readonly deleted = new Set<string>();
  /** Whether runs that are to begin are of a workflow that has been deleted. */
  isWorkflowGone = false;
  /** Told of each turn, in the order in which they are taken. */
  onTaken: (ticket: StoredTicket) => void = () => undefined;
  /** Told of each turn that ends. */
  onServed: (ticket: StoredTicket) => void = () => undefined;
  private nextTicket = 1;
  private nextRun = 1000;

  queueOf(endpoint: EndpointAddress): StoredQueue {
    const key = endpointKey(endpoint);
    const queue = this.queues.get(key) ?? { id: this.queues.size + 1, endpoint, status: 'active', slots: 1 };
    this.queues.set(key, queue);
    return queue;
  }

  /** Makes a run as a store would, and the ticket of its step. */
  begin(asked: QueueWork['begun'][number]): { readonly started: StartedRun; readonly ticket: NewTicket & OwnTicket } {
    const started = startedRun(this.nextRun++, asked.run);
    const { id: stepExecutionId, runId } = started.steps[asked.stepIndex]!;
    const { endpoint, input } = asked;
    if (this.isWorkflowGone) {
      this.deleted.add(stepExecutionId);
    }
    const ticket = {
      ...{ endpoint, input, runId, stepExecutionId, isAlone: true },
      get isWaiting() {
        return asked.isWaiting;
      },
    };
    return { started, ticket };
  }

  add({ endpoint, runId, stepExecutionId }: NewTicket, owner: string): StoredTicket | undefined {
    if (this.deleted.has(stepExecutionId)) {
      return undefined;
    }
    this.queueOf(endpoint);
    const queue = endpointKey(endpoint);
    const id = this.nextTicket++;
    const place = this.end(queue);
    const ticket: StoredTicket = {
      ...{ id, queue, runId, stepExecutionId, owner, place },
      ...{ state: 'waiting', isMoved: false },
    };
    this.tickets.push(ticket);
    return ticket;
  }

  remove(isGone: (ticket: StoredTicket) => boolean): number {
    const before = this.tickets.length;
    for (const ticket of this.tickets.filter((one) => one.state === 'running' && isGone(one))) {
      this.onServed(ticket);
    }
    this.tickets = this.tickets.filter((ticket) => !isGone(ticket));
    return before - this.tickets.length;
  }

  /** What else of the run waits in the same queue goes to its end. */
  postpone(served: StoredTicket): void {
    for (const other of this.waiting(served.queue)) {
      if (other.runId === served.runId && !other.isMoved && other !== served) {
        other.place = this.end(served.queue);
      }
    }
  }

  waiting(queue: string): readonly StoredTicket[] {
    return this.tickets
      .filter((ticket) => ticket.queue === queue && ticket.state === 'waiting')
      .toSorted((one, other) => one.place - other.place || one.id - other.id);
  }

  running(queue: string): readonly StoredTicket[] {
    return this.tickets.filter((ticket) => ticket.queue === queue && ticket.state === 'running');
  }

  private end(queue: string): number {
    return Math.max(0, ...this.waiting(queue).map(({ place }) => place)) + 1;
  }
}

/** The queues as one window has them. */
export class FakeQueues implements QueueRepository {
  constructor(
    readonly table: FakeQueueTable,
    readonly owner: string,
    readonly transactions = new FakeTransactions(),
  ) {}

  all(): Promise<readonly EndpointQueue[]> {
    return this.transactions.read('queues', () =>
      [...this.table.queues].flatMap(([key, { id, endpoint, status }]) => {
        const stored = [...this.table.running(key), ...this.table.waiting(key)];
        const alive = stored.filter(({ owner }) => !this.table.dead.has(owner));
        const tickets = turnOrder(alive.map((ticket) => ({ ...ticket, queuedAt: '2026-11-01 12:00:00' })));
        return status === 'paused' || tickets.length > 0 ? [{ id, ...endpoint, status, tickets }] : [];
      }),
    );
  }

  work(ask: () => QueueWork, decided?: (decision: QueueDecision) => void): Promise<QueueOutcome> {
    return this.transactions.write('work', (changed) => {
      const { removed, served, added, begun, looks, own, wantsGone } = ask();
      const { table } = this;
      for (const ticket of table.tickets.filter(({ id }) => served.includes(id))) {
        table.postpone(ticket);
      }
      let changes = table.remove(({ id }) => removed.includes(id));
      const starting = begun.map((asked) => table.begin(asked));
      const tickets = [...added, ...starting.map(({ ticket }) => ticket)];
      const ids = tickets.map((ticket) => table.add(ticket, this.owner)?.id);
      const mine = new Map<number, OwnTicket>(own);
      ids.forEach((id, index) => id !== undefined && mine.set(id, tickets[index]!));
      const taken: number[] = [];
      for (const { endpoint, slots } of looks) {
        const queue = endpointKey(endpoint);
        const stored = table.queues.get(queue);
        if (!stored) {
          continue;
        }
        stored.slots = slots ?? stored.slots;
        const isLost = ({ id, owner }: StoredTicket): boolean =>
          !mine.has(id) && (owner === this.owner || table.dead.has(owner));
        changes += table.remove((ticket) => ticket.queue === queue && isLost(ticket));
        taken.push(...this.take(queue, stored, mine));
      }
      if (changes + ids.length + taken.length > 0) {
        changed([{ entity: 'queue', action: 'changed', id: 1 } satisfies Change]);
      }
      const waiting = wantsGone ? [...own].filter(([, { isWaiting }]) => isWaiting).map(([id]) => id) : [];
      const gone = waiting.filter((id) => !table.tickets.some((ticket) => ticket.id === id));
      const started = starting.map(({ started: run }, index) => {
        const ticket = ids[added.length + index];
        return ticket === undefined ? undefined : { ...run, ticket };
      });
      const outcome = { added: ids.slice(0, added.length), begun: started, taken, gone };
      decided?.(outcome);
      return outcome;
    });
  }

  setStatus(endpoint: EndpointAddress, status: QueueStatus): Promise<void> {
    return this.change('set status', () => {
      this.table.queueOf(endpoint).status = status;
    });
  }

  move(ticketId: number, before?: number): Promise<void> {
    return this.change('move ticket', () => {
      const moved = this.table.tickets.find(({ id, state }) => id === ticketId && state === 'waiting');
      if (!moved) {
        return;
      }
      const others = this.table.waiting(moved.queue).filter((ticket) => ticket !== moved);
      const index = before === undefined ? others.length : others.findIndex(({ id }) => id === before);
      moved.isMoved = true;
      others.toSpliced(Math.max(0, index), 0, moved).forEach((ticket, place) => {
        ticket.place = place + 1;
      });
    });
  }

  clear(endpoint: EndpointAddress): Promise<void> {
    return this.change('clear queue', () => {
      const queue = endpointKey(endpoint);
      this.table.remove((ticket) => ticket.queue === queue && ticket.state === 'waiting');
    });
  }

  private take(queue: string, { status, slots }: StoredQueue, mine: ReadonlyMap<number, OwnTicket>): number[] {
    const { table } = this;
    // A commit whose end was not told may have given a turn already.
    const taken = table.running(queue).filter(({ id }) => mine.get(id)?.isWaiting === true);
    const passed = new Set<StoredTicket>();
    for (let free = slots - table.running(queue).length; free > 0 && status === 'active'; free -= 1) {
      const next = table.waiting(queue).find((ticket) => {
        const own = mine.get(ticket.id);
        return !passed.has(ticket) && (own === undefined || own.isWaiting);
      });
      if (!next) {
        break;
      }
      if (mine.has(next.id)) {
        next.state = 'running';
        table.onTaken(next);
        table.postpone(next);
        taken.push(next);
      } else {
        passed.add(next); // it is for its own window to take: the place is kept free for it
      }
    }
    return taken.map(({ id }) => id);
  }

  private change(operation: string, work: () => void): Promise<void> {
    return this.transactions.write(operation, (changed) => {
      work();
      changed([{ entity: 'queue', action: 'changed', id: 1 }]);
    });
  }
}
