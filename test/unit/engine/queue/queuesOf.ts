import { StoreError, type StoreErrorReason } from '../../../../src/extension/domain/ports/storeError';
import { EndpointQueues } from '../../../../src/extension/engine/queue/endpointQueues';
import type { Lease, TurnListener } from '../../../../src/extension/engine/queue/queues';
import { RunStopped } from '../../../../src/extension/engine/runStopped';
import { nullLog } from '../../../../src/extension/platform/ports/log';
import { text } from '../../../../src/shared/model/text';
import { FakeClock, settled } from '../../../support/fakesClock';
import { FakeQueues, FakeQueueTable } from '../../../support/fakesQueues';

/** Where steps are sent that say nothing else. */
export const endpoint = { host: '127.0.0.1', port: 5001 };

/** One window; `ask` asks for a turn and notes what comes of it. */
export function queuesOf(table = new FakeQueueTable(), name = 'window') {
  const repository = new FakeQueues(table, name);
  const { transactions } = repository;
  const clock = new FakeClock();
  const slots = new Map<number, number>();
  const queues = new EndpointQueues({
    queues: repository,
    events: transactions,
    slots: ({ port }) => slots.get(port),
    clock,
    log: nullLog,
  });
  const decided: string[] = [];
  const begun: string[] = [];
  const ended: string[] = [];
  const leases = new Map<string, Lease>();
  const stopping = new Map<string, AbortController>();
  return {
    ...{ table, repository, transactions, clock, slots, queues, decided, begun, ended },
    /** The run is what the name begins with: "2b" is step b of run 2. */
    ask: async (step: string, where = endpoint): Promise<void> => {
      const stop = new AbortController();
      stopping.set(step, stop);
      const listener: TurnListener = {
        hasTurn: () => decided.push(step),
        lostTurn: () => decided.push(`not ${step}`),
      };
      queues.acquire({ endpoint: where, runId: parseInt(step), stepExecutionId: step }, stop.signal, listener).then(
        (lease) => {
          begun.push(step);
          leases.set(step, lease);
        },
        (error: unknown) => {
          ended.push(
            `${step} ${error instanceof StoreError ? error.reason : error instanceof RunStopped ? 'stopped' : String(error)}`,
          );
        },
      );
      await settled();
    },
    release: async (step: string): Promise<void> => {
      await leases.get(step)?.release();
      await settled();
    },
    stop: async (step: string): Promise<void> => {
      stopping.get(step)?.abort();
      await settled();
    },
    fail: (reason: StoreErrorReason | undefined, isFailing: (operation: string) => boolean = () => true): void => {
      transactions.turn = (operation) =>
        reason !== undefined && isFailing(operation)
          ? Promise.reject(new StoreError(reason, text('The database failed.')))
          : Promise.resolve();
    },
    idOf: async (step: string): Promise<number> => {
      const tickets = (await queues.all()).flatMap((queue) => queue.tickets);
      return tickets.find(({ stepExecutionId }) => stepExecutionId === step)?.id ?? 0;
    },
  };
}
