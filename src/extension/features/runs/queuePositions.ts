import type { Disposable } from '../../domain/ports/events';
import { Throttle } from '../../platform/throttle';
import type { RunsDependencies } from './runsDependencies';

/** How often the queues are read again while they change, in milliseconds. */
const INTERVAL = 500;

/** How many others go before each step of this window that waits for its endpoint. Read only while one waits. */
export class QueuePositions implements Disposable {
  private positions: ReadonlyMap<string, number> = new Map();
  private readonly reads: Throttle<'read'>;
  private readonly subscriptions: readonly Disposable[];

  constructor(
    private readonly dependencies: Pick<RunsDependencies, 'runner' | 'queues' | 'clock' | 'log'>,
    /** Called when positions are others than before. */
    private readonly changed: () => void,
  ) {
    const { runner, queues, clock } = dependencies;
    this.reads = new Throttle(
      clock,
      () => INTERVAL,
      () => {
        void this.read(); // it logs its own failure
      },
    );
    const ask = (): void => {
      if (runner.active().some(({ phase }) => phase === 'queued')) {
        this.reads.ask('read');
      }
    };
    this.subscriptions = [
      queues.onDidChange(ask),
      runner.onDidChange((event) => {
        if (event.kind === 'progressed' && event.run.phase === 'queued') {
          ask();
        }
      }),
    ];
  }

  /** How many go before a step, those that run not counted; undefined where that is not known. */
  of(stepExecutionId: string): number | undefined {
    return this.positions.get(stepExecutionId);
  }

  dispose(): void {
    this.reads.dispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  private async read(): Promise<void> {
    try {
      const positions = new Map<string, number>();
      for (const { tickets } of await this.dependencies.queues.all()) {
        const waiting = tickets.filter(({ state }) => state === 'waiting');
        for (const [index, { stepExecutionId }] of waiting.entries()) {
          positions.set(stepExecutionId, Math.min(index, positions.get(stepExecutionId) ?? index));
        }
      }
      const isSame = [...positions].join() === [...this.positions].join();
      this.positions = positions;
      if (!isSame) {
        this.changed();
      }
    } catch (error) {
      this.dependencies.log.warn(`The queues could not be read: ${String(error)}`);
    }
  }
}
