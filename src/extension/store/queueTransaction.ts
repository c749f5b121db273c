import type { EndpointAddress } from '../../shared/model/endpoint';
import { endpointKey } from '../domain/payload/endpointAddress';
import type {
  NewTicket,
  OwnTicket,
  QueueDecision,
  QueueOutcome,
  QueueWork,
  RunWithTicket,
} from '../domain/ports/queueRepository';
import { fieldsOf, idList, integerOf, textOf } from './columns';
import {
  ADD,
  BEGIN,
  CONFIGURATIONS,
  FIRST,
  GONE,
  MAKE,
  POSTPONE,
  MARK_ADDED,
  RUNNING,
  TELL_SLOTS,
} from './queueStatements';
import { deadRuns, runOwner } from './runOwner';
import { RunTicket } from './runTicket';
import type { ProcessIdentity } from './sqlite/processIdentity';
import { asLast, type Writer } from './transaction';
import type { SqlValue } from './values';

/** A ticket at the head of a queue. */
interface Ticket {
  readonly id: number;
  readonly runId: number;
  readonly stepExecutionId: string;
  readonly isRunning: boolean;
  /** Undefined for one of another window. */
  readonly own: OwnTicket | undefined;
  /** Whether nobody will ever take or remove it. */
  readonly isAbandoned: boolean;
}

/** A queue with what runs in it and the first that wait. */
interface Head {
  readonly id: number;
  readonly name: string;
  readonly isPaused: boolean;
  readonly tickets: Ticket[];
}

/** One transaction in which a window does its work with the queues; see `QueueRepository.work`. */
export class QueueTransaction {
  readonly #tx: Writer;
  readonly #work: QueueWork;
  readonly #identity: ProcessIdentity;
  readonly #slots: Map<string, number>;
  readonly #isDead = deadRuns();
  /** The tickets that are added, once their ids are known. */
  readonly #added = new Map<number, NewTicket & OwnTicket>();
  readonly #taken: Ticket[] = [];
  readonly #changedQueues = new Set<number>();

  /** `slots`: how many slots each queue has that is known to be in the database, by its name. */
  constructor(tx: Writer, work: QueueWork, identity: ProcessIdentity, slots: Map<string, number>) {
    this.#tx = tx;
    this.#work = work;
    this.#identity = identity;
    this.#slots = slots;
  }

  /** Does all of it; tells whose turn it is before the last of it crosses to the worker. */
  async work(decided?: (decision: QueueDecision) => void): Promise<QueueOutcome> {
    const { removed, served, added, begun, looks, wantsGone } = this.#work;
    const names = looks.map(({ endpoint }) => endpointKey(endpoint));
    await this.#makeQueues();
    await this.#tellSlots();
    // Sent one after the other without waiting: the worker executes them in this order.
    const starting = begun.map((asked) => new RunTicket(this.#tx, asked, this.#identity));
    const tickets = [...added, ...starting];
    const [, , ids, rows] = await Promise.all([
      served.length > 0 && this.#tx.run(POSTPONE, [idList(served)]),
      removed.length > 0 && this.#remove(removed),
      tickets.length > 0 ? this.#add(tickets) : [],
      this.#first(names),
    ]);
    const started = await Promise.all(starting.map((ticket, index) => withTicket(ticket, ids[added.length + index])));
    const sent: Promise<unknown>[] = [];
    for (let heads = this.#heads(rows); heads.length > 0;) {
      const { again, writes } = this.#serve(heads);
      sent.push(writes);
      heads = again.length > 0 ? this.#heads((await Promise.all([this.#first(again), writes]))[0]) : [];
    }
    const last = asLast(this.#tx, Promise.all([wantsGone ? this.#gone() : [], ...sent]));
    const taken = this.#taken.map(({ id }) => id);
    const decision = { added: ids.slice(0, added.length), begun: started, taken };
    decided?.(decision);
    const [gone] = await last;
    this.#tellSteps();
    for (const id of this.#changedQueues) this.#tx.changed({ entity: 'queue', action: 'changed', id });
    return { gone, ...decision };
  }

  /** Makes the queues that tickets are added to, and learns how many slots any window found where it looks. */
  async #makeQueues(): Promise<void> {
    const unknown = (tickets: readonly { readonly endpoint: EndpointAddress }[]): readonly string[] =>
      tickets.map(({ endpoint }) => endpointKey(endpoint)).filter((name) => !this.#slots.has(name));
    const names = unknown(this.#work.looks);
    if (names.length === 0) return;
    const missing = unknown([...this.#work.added, ...this.#work.begun]);
    const [, rows] = await Promise.all([
      missing.length > 0 && this.#tx.run(MAKE, [JSON.stringify([...new Set(missing)])]),
      this.#tx.rows(CONFIGURATIONS, [JSON.stringify(names)]),
    ]);
    for (const [name, configuration] of rows) {
      const { slots } = fieldsOf(configuration);
      this.#slots.set(textOf(name), typeof slots === 'number' ? integerOf(slots, 1, 1) : 1);
    }
  }

  /** Keeps how many slots servers have for windows that have not asked them. */
  async #tellSlots(): Promise<void> {
    for (const { endpoint, slots } of this.#work.looks) {
      const name = endpointKey(endpoint);
      if (slots === undefined || slots === this.#slots.get(name)) continue;
      const { changes } = await this.#tx.run(TELL_SLOTS, [slots, name]);
      if (changes > 0) this.#slots.set(name, slots);
    }
  }

  async #remove(ids: readonly number[]): Promise<void> {
    const rows = await this.#tx.rows(
      'DELETE FROM queue_messages WHERE id IN (SELECT value FROM json_each(?)) RETURNING queue_id',
      [idList(ids)],
    );
    for (const [queueId] of rows) this.#changedQueues.add(integerOf(queueId, 0));
  }

  /** The ids in the order of what is added; none for steps that do not exist. */
  async #add(added: readonly (NewTicket & OwnTicket)[]): Promise<readonly (number | undefined)[]> {
    const served = new Set<string>();
    const list = added.map(({ endpoint, stepExecutionId }) => {
      const name = endpointKey(endpoint);
      const slots = served.has(name) ? 0 : this.#slotsOf(name);
      served.add(name);
      return [name, stepExecutionId, slots];
    });
    const [rows] = await Promise.all([
      this.#tx.rows(ADD, [JSON.stringify(list)]),
      this.#tx.runMany(
        MARK_ADDED,
        added.map(({ input, stepExecutionId }) => [input ?? null, stepExecutionId]),
      ),
    ]);
    const idsOfStep = new Map<string, number[]>();
    for (const [id, queueId, stepId] of rows) {
      this.#changedQueues.add(integerOf(queueId, 0));
      idsOfStep.set(textOf(stepId), [...(idsOfStep.get(textOf(stepId)) ?? []), integerOf(id, 0)]);
    }
    return added.map((ticket) => {
      const id = idsOfStep.get(ticket.stepExecutionId)?.shift();
      if (id !== undefined) this.#added.set(id, ticket);
      return id;
    });
  }

  async #first(names: readonly string[]): Promise<readonly (readonly SqlValue[])[]> {
    return this.#tx.rows(FIRST, [JSON.stringify(names), this.#most]);
  }

  #heads(rows: readonly (readonly SqlValue[])[]): readonly Head[] {
    const heads = new Map<number, Head>();
    for (const [queueId, name, status, ...ticket] of rows) {
      const id = integerOf(queueId, 0);
      const head = heads.get(id) ?? { id, name: textOf(name), isPaused: status === 'paused', tickets: [] };
      heads.set(id, head);
      head.tickets.push(this.#ticket(ticket));
    }
    return [...heads.values()];
  }

  #ticket([ticketId, status, runId, stepId, metadata, old]: readonly SqlValue[]): Ticket {
    const id = integerOf(ticketId, 0);
    const stepExecutionId = textOf(stepId);
    const known = this.#work.own.get(id) ?? this.#added.get(id);
    const own = known?.stepExecutionId === stepExecutionId ? known : undefined;
    const owner = own ? undefined : runOwner(metadata);
    // A ticket of this very window that it knows nothing of: a commit that went through although its end was not told.
    const isLost = owner !== undefined && isSame(owner, this.#identity);
    const isAbandoned = !own && (isLost || this.#isDead(owner, old === 1));
    return { id, runId: integerOf(runId, 0), stepExecutionId, isRunning: status === 'running', own, isAbandoned };
  }

  /** Takes turns; gives the names of the queues that have to be read again. */
  #serve(heads: readonly Head[]): { readonly again: readonly string[]; readonly writes: Promise<unknown> } {
    const again = new Set<string>();
    const begun: Ticket[] = [];
    const served: number[] = [];
    const abandoned: number[] = [];
    for (const head of heads) {
      const left = head.tickets.filter(({ isAbandoned }) => isAbandoned).map(({ id }) => id);
      if (left.length > 0) {
        abandoned.push(...left);
        again.add(head.name);
        continue;
      }
      for (const ticket of this.#turns(head)) {
        this.#taken.push(ticket);
        this.#changedQueues.add(head.id);
        if (!ticket.isRunning) begun.push(ticket);
        if (ticket.own?.isAlone === false) {
          served.push(ticket.id);
          again.add(head.name);
        }
      }
    }
    const writes = Promise.all([
      abandoned.length > 0 && this.#remove(abandoned),
      begun.length > 0 && this.#tx.run(BEGIN, [idList(begun.map(({ id }) => id))]),
      begun.length > 0 && this.#tx.run(RUNNING, [JSON.stringify(begun.map(({ stepExecutionId }) => stepExecutionId))]),
      served.length > 0 && this.#tx.run(POSTPONE, [idList(served)]),
    ]);
    return { again: [...again], writes };
  }

  /** The own tickets whose turn has come, up to one whose run has others that have to go to the end first. */
  #turns({ name, isPaused, tickets }: Head): readonly Ticket[] {
    const running = tickets.filter(({ isRunning }) => isRunning);
    // It began when it was added, or with a commit whose end was not told.
    const turns = running.filter(({ id, own }) => own?.isWaiting === true && !this.#isTaken(id));
    // What else waits of its run goes behind those of other runs before more begin.
    if (turns.some(({ own }) => own?.isAlone === false)) return turns;
    let free = isPaused ? 0 : this.#slotsOf(name) - running.length;
    for (const ticket of tickets) {
      if (free <= 0) break;
      if (ticket.isRunning || ticket.own?.isWaiting === false) continue;
      free -= 1;
      if (!ticket.own) continue;
      turns.push(ticket);
      if (!ticket.own.isAlone) break;
    }
    return turns;
  }

  #tellSteps(): void {
    const begun = new Set(this.#taken.map(({ id }) => id));
    const waiting = [...this.#added].filter(([id]) => !begun.has(id));
    for (const { stepExecutionId: id, runId } of [...this.#taken, ...waiting.map(([, ticket]) => ticket)]) {
      this.#tx.changed({ entity: 'step', action: 'changed', id, runId });
    }
  }

  async #gone(): Promise<readonly number[]> {
    const waiting = [...this.#work.own].filter(([, { isWaiting }]) => isWaiting);
    const rows = await this.#tx.rows(GONE, [
      JSON.stringify(waiting.map(([id, { stepExecutionId }]) => [id, stepExecutionId])),
    ]);
    return rows.map(([id]) => integerOf(id, 0));
  }

  #isTaken(id: number): boolean {
    return this.#taken.some((ticket) => ticket.id === id);
  }

  #slotsOf(name: string): number {
    const look = this.#work.looks.find(({ endpoint }) => endpointKey(endpoint) === name);
    return Math.max(1, look?.slots ?? this.#slots.get(name) ?? 1);
  }

  /** How many turns there can be at most in any queue. */
  get #most(): number {
    return Math.max(1, ...this.#slots.values(), ...this.#work.looks.map(({ slots }) => slots ?? 1));
  }
}

async function withTicket({ stored }: RunTicket, ticket: number | undefined): Promise<RunWithTicket | undefined> {
  const run = await stored;
  return run && ticket !== undefined ? { ticket, ...run } : undefined;
}

function isSame(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return one.pid === other.pid && one.host === other.host && one.started === other.started;
}
