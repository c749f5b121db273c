import type { HostSeam } from '../common/hostSeam';

/** What outlives a hidden page: nothing that the host owns. */
export interface KeptState {
  /** By this the host knows the payload after a restart. */
  readonly payloadId: number;
  /** Settings as they are typed but not committed. */
  readonly typed: Readonly<Record<string, string>>;
  /** A block that is being written; null while the form is closed. */
  readonly draft: { readonly title: string; readonly content: string } | null;
  readonly moreSettings: boolean;
  readonly scroll: { readonly edit: number; readonly preview: number };
}

const empty: KeptState = { payloadId: 0, typed: {}, draft: null, moreSettings: false, scroll: { edit: 0, preview: 0 } };

/** Reads and keeps the state of the page. */
export class StateKeeper {
  private state: KeptState;

  constructor(private readonly host: HostSeam) {
    const kept = host.state;
    // It is the page's own, of this version or an earlier one: what is missing has its first value.
    this.state = typeof kept === 'object' && kept !== null ? { ...empty, ...kept } : empty;
  }

  /** What was kept last. */
  get current(): KeptState {
    return this.state;
  }

  /** Keeps a part of it. */
  keep(part: Partial<KeptState>): void {
    this.state = { ...this.state, ...part };
    this.host.keep(this.state);
  }

  /** Keeps what is typed in a field; undefined when it is committed. */
  keepTyped(key: string, typed: string | undefined): void {
    const others = Object.fromEntries(Object.entries(this.state.typed).filter(([name]) => name !== key));
    this.keep({ typed: typed === undefined ? others : { ...others, [key]: typed } });
  }
}
