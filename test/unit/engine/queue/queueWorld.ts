import assert from 'node:assert/strict';
import type fc from 'fast-check';
import { StoreError } from '../../../../src/extension/domain/ports/storeError';
import { EndpointQueues, LOOK_AGAIN_MS } from '../../../../src/extension/engine/queue/endpointQueues';
import { nullLog } from '../../../../src/extension/platform/ports/log';
import type { EndpointAddress } from '../../../../src/shared/model/endpoint';
import { text } from '../../../../src/shared/model/text';
import { FakeClock, settled } from '../../../support/fakesClock';
import { FakeQueues, FakeQueueTable } from '../../../support/fakesQueues';
import { FakeTransactions } from '../../../support/fakesTransactions';

/** How much goes wrong between windows and their store. */
export interface Trouble {
  /** Of the moments before and after operations of stores, in order, whether they fail there. */
  readonly failures: readonly boolean[];
  /** Of the commits, in order, whether other windows never hear of them. */
  readonly losses: readonly boolean[];
}

/** A window with its own engine; all share one table. */
export class TestWindow {
  isAlive = true;
  readonly transactions = new FakeTransactions();
  readonly repository: FakeQueues;
  readonly queues: EndpointQueues;

  constructor(
    world: QueueWorld,
    readonly name: string,
    slots: (endpoint: EndpointAddress) => number | undefined,
  ) {
    const { clock } = world;
    this.repository = new FakeQueues(world.table, name, this.transactions);
    const { repository: queues, transactions: events } = this;
    this.queues = new EndpointQueues({ queues, events, slots, clock, log: nullLog });
    this.transactions.turn = async (operation) => {
      await world.turn(`${name}: ${operation}`);
      if (!this.isAlive) {
        await new Promise<never>(() => undefined); // nothing happens any more in a process that was killed
      }
    };
  }

  /** Ends as a process that is killed: at once, with its tickets in the table. */
  kill(world: QueueWorld): void {
    this.isAlive = false;
    world.table.dead.add(this.name);
    this.queues.dispose();
  }
}

/** Windows on one table of queues, in which everything takes its time in the order that a scheduler chooses. */
export class QueueWorld {
  readonly table = new FakeQueueTable();
  readonly clock = new FakeClock();
  readonly windows: TestWindow[] = [];
  private turns = 0;
  private commits = 0;

  constructor(
    private readonly scheduler: fc.Scheduler,
    private readonly trouble: Trouble,
  ) {}

  open(slots: (endpoint: EndpointAddress) => number | undefined): TestWindow {
    const window = new TestWindow(this, `window ${this.windows.length}`, slots);
    window.transactions.onDidChange((change) => {
      if (change !== 'everything' && !this.trouble.losses[this.commits++]) {
        void this.tell(window);
      }
    });
    this.windows.push(window);
    return window;
  }

  /** Something takes its time. */
  async pass(what: string): Promise<void> {
    await this.scheduler.schedule(Promise.resolve(), what);
  }

  /** An operation of a store takes its time, and may fail. */
  async turn(operation: string): Promise<void> {
    await this.pass(operation);
    if (this.trouble.failures[this.turns++]) {
      throw new StoreError('busy', text('The database is busy.'));
    }
  }

  /** Lets everything happen until the promise settles; the clock moves only when nothing else does. */
  async settle(done: Promise<unknown>): Promise<void> {
    const state = { isDone: false };
    void done.then(() => (state.isDone = true));
    for (let idle = 0; ; idle += 1) {
      do {
        await this.scheduler.waitIdle();
        await settled();
      } while (this.scheduler.count() > 0);
      if (state.isDone) {
        return;
      }
      assert.ok(idle < 100, 'Somebody waits for ever');
      await this.clock.advance(LOOK_AGAIN_MS);
    }
  }

  private async tell(from: TestWindow): Promise<void> {
    for (const window of this.windows) {
      if (window !== from) {
        await this.pass(`${window.name} notices`);
        if (window.isAlive) {
          window.transactions.commit('everything');
        }
      }
    }
  }
}
