import type { EndpointAddress } from '../../src/shared/model/endpoint';
import { endpointKey } from '../../src/extension/domain/payload/endpointAddress';
import type { NewRunTicket } from '../../src/extension/domain/ports/queueRepository';
import type { Lease, RunWithTurn, TurnGiver, TurnListener, TurnRequest } from '../../src/extension/engine/queue/queues';
import { RunStopped } from '../../src/extension/engine/runStopped';
import type { FakeRuns } from './fakesRuns';

interface Waiting {
  readonly request: TurnRequest;
  begin(): void;
  clear(): void;
}

/** Gives turns at endpoints first come, first served: without end unless a test says how many slots there are. */
export class FakeTurns implements TurnGiver {
  /** How many may run at once at each endpoint. */
  slots = Infinity;
  /** How many run now, by the key of their endpoint. */
  readonly running = new Map<string, number>();
  /** Settles when the turns that are decided are stored, or could not be. */
  storing: Promise<void> = Promise.resolve();
  private waiting: Waiting[] = [];

  constructor(private readonly runs: FakeRuns) {}

  /** How many wait. */
  get waitingCount(): number {
    return this.waiting.length;
  }

  async start(
    { run, stepIndex, endpoint, input }: NewRunTicket,
    signal: AbortSignal,
    listener?: TurnListener,
  ): Promise<RunWithTurn> {
    const isDecided = this.slots === Infinity; // whoever else begins meanwhile
    if (isDecided) {
      listener?.hasTurn();
    }
    const started = await this.runs.start(run);
    const { id: stepExecutionId, runId } = started.steps[stepIndex]!;
    const turn = this.acquire({ endpoint, runId, stepExecutionId, input }, signal, isDecided ? undefined : listener);
    turn.catch(() => undefined); // told to whoever waits for it
    return { ...started, turn };
  }

  async acquire(request: TurnRequest, signal: AbortSignal, listener?: TurnListener): Promise<Lease> {
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => {
        this.waiting = this.waiting.filter((other) => other !== waiting);
        reject(new RunStopped());
      };
      const done = (): void => {
        signal.removeEventListener('abort', stop);
      };
      const waiting: Waiting = {
        request,
        begin: () => {
          done();
          listener?.hasTurn();
          resolve();
        },
        clear: () => {
          done();
          stop();
        },
      };
      if (signal.aborted) {
        stop();
        return;
      }
      signal.addEventListener('abort', stop);
      this.note(request, 'queued');
      this.waiting.push(waiting);
      this.look();
    });
    try {
      await this.storing;
    } catch (error) {
      listener?.lostTurn();
      throw error;
    }
    let isReleased = false;
    return {
      release: () => {
        if (!isReleased) {
          isReleased = true;
          this.count(request.endpoint, -1);
          this.look();
        }
        return Promise.resolve();
      },
    };
  }

  look(): void {
    for (const waiting of [...this.waiting]) {
      const { request } = waiting;
      if ((this.running.get(endpointKey(request.endpoint)) ?? 0) < this.slots) {
        this.waiting = this.waiting.filter((other) => other !== waiting);
        this.count(request.endpoint, 1);
        this.note(request, 'running');
        waiting.begin();
      }
    }
  }

  /** Takes out all that wait. */
  clear(): void {
    for (const waiting of [...this.waiting]) {
      waiting.clear();
    }
  }

  private count(endpoint: EndpointAddress, change: number): void {
    const key = endpointKey(endpoint);
    this.running.set(key, (this.running.get(key) ?? 0) + change);
  }

  /** Stores what the queue of the store writes in its own transaction. */
  private note({ stepExecutionId, input }: TurnRequest, status: 'queued' | 'running'): void {
    const step = this.runs.storedSteps.get(stepExecutionId);
    if (step) {
      this.runs.storedSteps.set(stepExecutionId, { ...step, status });
    }
    if (input !== undefined) {
      this.runs.inputs.set(stepExecutionId, input);
    }
  }
}
