import type { EndpointAddress } from '../../shared/model/endpoint';
import { canonicalAddress, endpointKey } from '../domain/payload/endpointAddress';
import { parseBaseUrl } from '../domain/payload/baseUrl';
import type {
  EndpointQueue,
  QueueDecision,
  QueueOutcome,
  QueueRepository,
  QueueStatus,
  QueueTicket,
  QueueWork,
} from '../domain/ports/queueRepository';
import { turnOrder } from '../domain/workflow/turnOrder';
import { integerOf, textOf, timeOf } from './columns';
import type { Database } from './database';
import { QueueTransaction } from './queueTransaction';
import { deadRuns, IS_OLD_RUN, runOwner } from './runOwner';
import type { ProcessIdentity } from './sqlite/processIdentity';
import type { Writer } from './transaction';
import type { SqlValue } from './values';

const ALL = `
SELECT queue.id, queue.queue_name, queue.status, message.id, message.status, message.run_id, message.step_execution_id,
  message.created_at, message.moved, run.metadata, ${IS_OLD_RUN}
FROM orchestration_queues AS queue
LEFT JOIN queue_messages AS message ON message.queue_id = queue.id AND message.status IN ('running', 'waiting')
LEFT JOIN runs AS run ON run.id = message.run_id
WHERE queue.queue_type = 'endpoint' AND (message.id IS NOT NULL OR queue.status = 'paused')
ORDER BY queue.queue_name, message.status, iif(message.status = 'running', 0, message.priority), message.id`;

/** A ticket with what its place depends on. */
interface StoredTicket extends QueueTicket {
  readonly isMoved: boolean;
}

/** The queues in the database. */
export class QueueStore implements QueueRepository {
  readonly #database: Database;
  readonly #owner: () => Promise<ProcessIdentity>;
  /** How many slots each queue has that is known to be in the database, by its name. */
  readonly #slots = new Map<string, number>();

  constructor(database: Database, owner: () => Promise<ProcessIdentity>) {
    this.#database = database;
    this.#owner = owner;
    database.onDidChange((change) => {
      if (change === 'everything') this.#slots.clear();
    });
  }

  async all(): Promise<readonly EndpointQueue[]> {
    const rows = await this.#database.reader.rows(ALL);
    const queues = new Map<number, EndpointQueue & { readonly tickets: StoredTicket[] }>();
    const isDead = deadRuns();
    for (const [queueId, name, status, ...ticket] of rows) {
      const id = integerOf(queueId, 0);
      const queue = queues.get(id) ?? { id, ...addressOf(textOf(name)), status: statusOf(status), tickets: [] };
      queues.set(id, queue);
      const [metadata, old] = ticket.slice(6);
      if (ticket[0] !== null && !isDead(runOwner(metadata), old === 1)) queue.tickets.push(toTicket(ticket));
    }
    return [...queues.values()]
      .filter(({ status, tickets }) => status === 'paused' || tickets.length > 0)
      .map((queue) => ({ ...queue, tickets: turnOrder(queue.tickets) }));
  }

  async work(ask: () => QueueWork, decided?: (decision: QueueDecision) => void): Promise<QueueOutcome> {
    const identity = await this.#owner();
    try {
      return await this.#database.briefTransaction((tx) =>
        new QueueTransaction(tx, ask(), identity, this.#slots).work(decided),
      );
    } catch (error) {
      this.#slots.clear();
      throw error;
    }
  }

  async setStatus(endpoint: EndpointAddress, status: QueueStatus): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const [row] = await tx.rows(
        `INSERT INTO orchestration_queues (queue_name, status) VALUES (?, ?)
         ON CONFLICT (queue_type, queue_name) DO UPDATE SET status = excluded.status RETURNING id`,
        [endpointKey(endpoint), status],
      );
      tx.changed({ entity: 'queue', action: 'changed', id: integerOf(row?.[0], 0) });
    });
  }

  async move(ticketId: number, before?: number): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const rows = await tx.rows(
        `SELECT id, queue_id FROM queue_messages WHERE status = 'waiting'
           AND queue_id = (SELECT queue_id FROM queue_messages WHERE id = ? AND status = 'waiting')
         ORDER BY priority, id`,
        [ticketId],
      );
      const others = rows.map(([id]) => integerOf(id, 0)).filter((id) => id !== ticketId);
      if (rows.length === others.length) return;
      // What it was to stand before may have begun meanwhile: then it is next.
      const place = before === undefined ? others.length : Math.max(0, others.indexOf(before));
      const order = [...others.slice(0, place), ticketId, ...others.slice(place)];
      await tx.runMany(
        'UPDATE queue_messages SET priority = ?, moved = moved OR ? WHERE id = ?',
        order.map((id, index) => [index + 1, id === ticketId, id]),
      );
      tx.changed({ entity: 'queue', action: 'changed', id: integerOf(rows[0]?.[1], 0) });
    });
  }

  async clear(endpoint: EndpointAddress): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const queueId = await findQueue(tx, endpoint);
      const { changes } = await tx.run("DELETE FROM queue_messages WHERE queue_id = ? AND status = 'waiting'", [
        queueId,
      ]);
      if (changes > 0) tx.changed({ entity: 'queue', action: 'changed', id: queueId });
    });
  }
}

async function findQueue(tx: Writer, endpoint: EndpointAddress): Promise<number> {
  const [row] = await tx.rows("SELECT id FROM orchestration_queues WHERE queue_type = 'endpoint' AND queue_name = ?", [
    endpointKey(endpoint),
  ]);
  return integerOf(row?.[0], 0);
}

/** A queue is named by the key of its endpoint, from which the address can be read again. */
function addressOf(name: string): EndpointAddress {
  const url = parseBaseUrl(name);
  return canonicalAddress({ host: name, port: url?.port ?? 0 });
}

function statusOf(value: SqlValue | undefined): QueueStatus {
  return value === 'paused' ? 'paused' : 'active';
}

function toTicket([id, status, runId, stepExecutionId, createdAt, moved]: readonly SqlValue[]): StoredTicket {
  return {
    id: integerOf(id, 0),
    runId: integerOf(runId, 0),
    stepExecutionId: textOf(stepExecutionId),
    state: status === 'running' ? 'running' : 'waiting',
    queuedAt: timeOf(createdAt),
    isMoved: moved === 1,
  };
}
