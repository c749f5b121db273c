import type { EndpointAddress } from '../../../shared/model/endpoint';
import { text, type Text } from '../../../shared/model/text';
import { Emitter } from '../../domain/emitter';
import { endpointKey } from '../../domain/payload/endpointAddress';
import type { LibraryChange, LibraryEvents } from '../../domain/ports/changes';
import type { Disposable, Subscribe } from '../../domain/ports/events';
import type {
  EndpointQueue,
  NewRunTicket,
  QueueDecision,
  QueueOutcome,
  QueueRepository,
  QueueWork,
} from '../../domain/ports/queueRepository';
import type { StartedRun } from '../../domain/ports/runRepository';
import { StoreError } from '../../domain/ports/storeError';
import type { Clock } from '../../platform/ports/clock';
import type { Log } from '../../platform/ports/log';
import { RunStopped } from '../runStopped';
import type { Lease, Queues, RunWithTurn, TurnListener, TurnRequest } from './queues';
import { WaitingStep } from './waitingStep';

/**
 * After how many milliseconds a window whose steps wait looks again. What happens is noticed at once; this is for what
 * nobody tells: another window that was killed, a file system that does not report changes.
 */
export const LOOK_AGAIN_MS = 5000;

/** What the queues work with. */
export interface QueueDependencies {
  readonly queues: QueueRepository;
  readonly events: LibraryEvents;
  /** How many requests a server works on at once; undefined while that is not known. */
  readonly slots: (endpoint: EndpointAddress) => number | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** A run that is to begin with the ticket of a step. */
interface Beginning extends NewRunTicket {
  readonly step: WaitingStep;
  readonly isWaiting: boolean;
  readonly stored: (run: StartedRun) => void;
}

/** Whoever waits for a turn. */
interface Waiter {
  readonly listener: TurnListener | undefined;
  readonly begun: (lease: Lease) => void;
  readonly failed: (error: unknown) => void;
}

/** What was asked of the store in one transaction. */
interface Asked {
  readonly added: readonly WaitingStep[];
  readonly begun: readonly Beginning[];
  readonly removed: readonly WaitingStep[];
  readonly work: QueueWork;
}

/**
 * Gives steps their turns. All that is wanted while the store is busy goes into its next transaction; there is never more
 * than one under way.
 */
export class EndpointQueues implements Queues, Disposable {
  /** Steps that have tickets, by the id of the ticket. */
  private readonly steps = new Map<number, WaitingStep>();
  /** How many tickets each run has. */
  private readonly counts = new Map<number, number>();
  private added: WaitingStep[] = [];
  private begun: Beginning[] = [];
  private removed: WaitingStep[] = [];
  /** Where to look for turns, by the key of the endpoint. */
  private looks = new Map<string, EndpointAddress>();
  /** Where to look again when the store has recovered. */
  private readonly missed = new Map<string, EndpointAddress>();
  private wantsGone = false;
  private isWorking = false;
  private isDisposed = false;
  private timer: Disposable | undefined;
  private readonly changes: Emitter<void>;
  private readonly subscription: Disposable;

  constructor(private readonly dependencies: QueueDependencies) {
    const { events, log } = dependencies;
    this.changes = new Emitter((error) => {
      log.error(error instanceof Error ? error : String(error));
    });
    this.subscription = events.onDidChange((change) => {
      this.libraryChanged(change);
    });
  }

  /** @inheritdoc */
  readonly onDidChange: Subscribe<void> = (listener) => this.changes.event(listener);

  /** @inheritdoc */
  start(run: NewRunTicket, signal: AbortSignal, listener?: TurnListener): Promise<RunWithTurn> {
    return new Promise((resolve, reject) => {
      const turn = new Promise<Lease>((begun, failed) => {
        const step = this.waiting(run, signal, { listener, begun, failed });
        this.begun.push({
          step,
          get isWaiting(): boolean {
            return step.isWaiting;
          },
          stored: (started) => {
            resolve({ turn, ...started });
          },
          ...run,
        });
      });
      turn.catch(reject); // which changes nothing once the run is stored
      this.lookAt(run.endpoint);
    });
  }

  /** @inheritdoc */
  acquire(request: TurnRequest, signal: AbortSignal, listener?: TurnListener): Promise<Lease> {
    if (signal.aborted) {
      return Promise.reject(new RunStopped({ cause: signal.reason }));
    }
    return new Promise((begun, failed) => {
      this.added.push(this.waiting(request, signal, { listener, begun, failed }).isStep(request));
      this.lookAt(request.endpoint);
    });
  }

  /** @inheritdoc */
  look(): void {
    for (const step of this.steps.values()) {
      if (step.isWaiting) {
        this.lookAt(step.endpoint);
      }
    }
  }

  /** @inheritdoc */
  all(): Promise<readonly EndpointQueue[]> {
    return this.dependencies.queues.all();
  }

  /** @inheritdoc */
  async position(stepExecutionId: string): Promise<number | undefined> {
    for (const { tickets } of await this.all()) {
      const waiting = tickets.filter(({ state }) => state === 'waiting');
      const index = waiting.findIndex((ticket) => ticket.stepExecutionId === stepExecutionId);
      if (index >= 0) {
        return index;
      }
    }
    return undefined;
  }

  /** @inheritdoc */
  async pause(endpoint: EndpointAddress): Promise<void> {
    await this.dependencies.queues.setStatus(endpoint, 'paused');
    this.lookAt(endpoint); // to know from now on that steps wait for somebody to resume it, perhaps in another window
  }

  /** @inheritdoc */
  async resume(endpoint: EndpointAddress): Promise<void> {
    await this.dependencies.queues.setStatus(endpoint, 'active');
    this.lookAt(endpoint);
  }

  /** @inheritdoc */
  move(ticketId: number, before?: number): Promise<void> {
    return this.dependencies.queues.move(ticketId, before);
  }

  /** @inheritdoc */
  async clear(endpoint: EndpointAddress): Promise<void> {
    await this.dependencies.queues.clear(endpoint);
    this.wantsGone = true;
    this.lookAt(endpoint);
  }

  /** Looks no more by itself. Steps that still wait would do so for ever: they are to be stopped before. */
  dispose(): void {
    this.isDisposed = true;
    this.subscription.dispose();
    this.timer?.dispose();
    this.changes.dispose();
  }

  private waiting(
    request: Pick<TurnRequest, 'endpoint' | 'input'>,
    signal: AbortSignal,
    { listener, begun, failed }: Waiter,
  ): WaitingStep {
    const step: WaitingStep = new WaitingStep(request, this.counts, signal, {
      hasTurn: () => listener?.hasTurn(),
      lostTurn: () => listener?.lostTurn(),
      begun: () => {
        begun({ release: () => this.release(step) });
      },
      failed,
      stopped: () => {
        this.added = this.added.filter((other) => other !== step);
        this.remove(step);
      },
    });
    return step;
  }

  private release(step: WaitingStep): Promise<void> {
    if (step.isRunning) {
      step.end();
      this.remove(step);
    }
    return step.removed;
  }

  /** Removes the ticket of a step that is over; one whose ticket is just being made is removed when it is known. */
  private remove(step: WaitingStep): void {
    if (step.ticket !== undefined) {
      this.removed.push(step);
      this.lookAt(step.endpoint);
    }
  }

  private libraryChanged(change: LibraryChange): void {
    const isUnknown = change === 'everything';
    if (isUnknown || change.some(({ entity, action }) => entity === 'run' && action === 'deleted')) {
      this.wantsGone = true;
      this.look();
    }
    if (isUnknown || change.some(({ entity }) => entity === 'queue')) {
      this.changes.fire();
    }
  }

  private lookAt(endpoint: EndpointAddress): void {
    this.looks.set(endpointKey(endpoint), endpoint);
    if (!this.isWorking) {
      this.isWorking = true;
      void this.work(); // it never rejects
    }
  }

  private async work(): Promise<void> {
    while (this.looks.size > 0) {
      await this.workOnce();
    }
    this.isWorking = false;
    if (this.missed.size > 0 || [...this.steps.values()].some(({ isWaiting }) => isWaiting)) {
      this.lookAgain();
    }
  }

  private async workOnce(): Promise<void> {
    let asked: Asked | undefined;
    try {
      const ask = (): QueueWork => {
        asked = this.ask();
        return asked.work;
      };
      const outcome = await this.dependencies.queues.work(ask, (decision) => {
        if (asked) {
          this.tellTurns(asked, decision);
        }
      });
      if (asked) {
        this.apply(asked, outcome);
      }
    } catch (error) {
      this.failed(asked ?? this.ask(), error);
    }
  }

  private ask(): Asked {
    const { added, begun, removed, wantsGone } = this;
    const looks = [...this.looks.values()].map((endpoint) => ({ endpoint, slots: this.dependencies.slots(endpoint) }));
    this.added = [];
    this.begun = [];
    this.removed = [];
    this.looks = new Map();
    this.wantsGone = false;
    const tickets: number[] = [];
    const served: number[] = [];
    for (const step of removed) {
      if (step.ticket !== undefined) {
        this.steps.delete(step.ticket);
        tickets.push(step.ticket);
        if (!step.isAlone) {
          served.push(step.ticket);
        }
      }
    }
    const work = { removed: tickets, served, added, begun, looks, own: this.steps, wantsGone };
    return { added, begun, removed, work };
  }

  /** Nothing else changes by it here before it is stored. */
  private tellTurns(asked: Asked, { added, begun, taken }: QueueDecision): void {
    const isTaken = new Set<number | undefined>(taken);
    const newOnes = [
      ...asked.added.filter((_, index) => isTaken.has(added[index])),
      ...asked.begun.filter((_, index) => isTaken.has(begun[index]?.ticket)).map(({ step }) => step),
    ];
    for (const step of [...taken.map((ticket) => this.steps.get(ticket)), ...newOnes]) {
      step?.decide();
    }
  }

  private apply(asked: Asked, { added, begun, taken, gone }: QueueOutcome): void {
    for (const [index, step] of asked.added.entries()) {
      this.isAdded(step, added[index], text('The run has been deleted.'));
    }
    for (const [index, { step, stepIndex, stored }] of asked.begun.entries()) {
      const run = begun[index];
      const first = run?.steps[stepIndex];
      if (first) {
        step.isStep({ runId: run.run.id, stepExecutionId: first.id });
        stored(run);
      }
      this.isAdded(step, run?.ticket, text('The workflow does not exist any more.'));
    }
    for (const ticket of taken) {
      this.steps.get(ticket)?.begin();
    }
    for (const ticket of gone) {
      const step = this.steps.get(ticket);
      this.steps.delete(ticket);
      step?.fail(new RunStopped({ cause: new Error('The ticket was taken out of the queue.') }));
    }
    for (const step of asked.removed) {
      step.settle();
    }
  }

  private isAdded(step: WaitingStep, ticket: number | undefined, whyNot: Text): void {
    if (ticket === undefined) {
      step.fail(new StoreError('not-found', whyNot));
      return;
    }
    step.ticket = ticket;
    this.steps.set(ticket, step);
    if (step.isOver) {
      this.remove(step);
    }
  }

  /**
   * What could not be added is told. What was to be removed the store drops with its next work there, because it is the
   * ticket of this window and not among its tickets any more.
   */
  private failed({ added, begun, removed, work }: Asked, error: unknown): void {
    this.dependencies.log.warn(`The queues could not be changed: ${String(error)}`);
    const isClosed = error instanceof StoreError && error.reason === 'closed';
    for (const { endpoint } of isClosed ? [] : work.looks) {
      this.missed.set(endpointKey(endpoint), endpoint);
    }
    this.wantsGone ||= work.wantsGone;
    for (const step of this.steps.values()) {
      step.undecide();
    }
    for (const step of [...added, ...begun.map((one) => one.step)]) {
      step.fail(error);
    }
    for (const step of removed) {
      step.settle();
    }
  }

  private lookAgain(): void {
    if (this.isDisposed) {
      return;
    }
    this.timer ??= this.dependencies.clock.after(LOOK_AGAIN_MS, () => {
      this.timer = undefined;
      const missed = [...this.missed.values()];
      this.missed.clear();
      this.wantsGone = true;
      for (const endpoint of missed) {
        this.lookAt(endpoint);
      }
      this.look();
    });
  }
}
