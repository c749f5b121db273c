import type { Log } from '../../src/extension/platform/ports/log';
import type { BuilderPageOffers, Outcome } from '../../src/shared/protocol/form';
import { Rpc, type Listeners, type Offers } from '../../src/shared/protocol/rpc';
import { settled } from '../support/fakesClock';
import type { FakeRunner } from '../support/fakesRunner';
import { createPipe, type PipeEnd } from '../unit/shared/protocol/pipe';

/** What every host of a builder answers. */
export interface BuilderHost<Edit> extends Offers {
  readonly requests: Offers['requests'] & {
    readonly edit: { readonly params: Edit; readonly result: Outcome };
    readonly undo: { readonly params: null; readonly result: Outcome };
    readonly redo: { readonly params: null; readonly result: Outcome };
  };
}

/** A page of a builder at the other end of a pipe, as a test drives it. */
export abstract class BuilderTestPage<Edit, Snapshot, Host extends BuilderHost<Edit>> {
  readonly snapshots: (Snapshot | null)[] = [];
  /** What was opened beside the page. */
  readonly opened: unknown[] = [];
  readonly names: (string | undefined)[] = [];
  reloads = 0;
  /** What the person picks. */
  picks: readonly number[] = [];
  readonly rpc: Rpc<BuilderPageOffers, Host>;
  readonly end: PipeEnd;
  protected readonly hostEnd: PipeEnd;
  /** What each panel does for its session. */
  protected readonly frame = {
    openBlock: (...place: readonly number[]) => Promise.resolve(void this.opened.push(place)),
    openResponse: (...response: readonly number[]) => Promise.resolve(void this.opened.push(response)),
    named: (name: string | undefined) => {
      this.names.push(name);
    },
    reload: () => {
      this.reloads++;
    },
  };

  /** `events` are the names of those that the page listens to. */
  protected constructor(
    readonly world: FakeRunner,
    events: readonly (keyof Host['events'] & string)[],
  ) {
    const [hostEnd, pageEnd] = createPipe();
    this.hostEnd = hostEnd;
    this.end = pageEnd;
    const listen = (name: string): readonly [string, (value: unknown) => void] => [
      name,
      (value) => {
        this.hear(name, value);
      },
    ];
    this.rpc = new Rpc<BuilderPageOffers, Host>({
      transport: pageEnd,
      handlers: {},
      listeners: Object.fromEntries(events.map(listen)) as Listeners<Host>,
      after: () => () => undefined,
      timeLimit: 0,
      onRefused: (why) => {
        throw new Error(why);
      },
    });
  }

  /** Makes an edit and waits for what comes of it. */
  async edit(edit: Edit): Promise<string | null> {
    const { problem } = await this.host.request('edit', edit);
    await settled();
    return problem;
  }

  /** Undo or redo. */
  async go(direction: 'undo' | 'redo'): Promise<string | null> {
    const { problem } = await this.host.request(direction, null);
    await settled();
    return problem;
  }

  /** What is on screen. */
  get shown(): Snapshot {
    const snapshot = this.snapshots.at(-1);
    if (!snapshot) throw new Error('The page shows nothing.');
    return snapshot;
  }

  /** Takes what the host tells. */
  protected abstract hear(name: string, value: unknown): void;

  /** The log, into the world's list. */
  protected get log(): Log {
    const note = (message: string | Error): void => void this.world.logged.push(String(message));
    return { trace: note, info: note, warn: note, error: note };
  }

  private get host(): Rpc<BuilderPageOffers, BuilderHost<Edit>> {
    return this.rpc;
  }
}
