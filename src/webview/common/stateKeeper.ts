import type { HostSeam } from './hostSeam';

/** What every page keeps. */
export interface KeptDrafts {
  /** Settings as they are typed but not committed, by key. */
  readonly typed: Readonly<Record<string, string>>;
}

/** Reads and keeps what outlives a hidden page: nothing that the host owns. */
export class StateKeeper<State extends KeptDrafts> {
  private state: State;

  constructor(
    private readonly host: HostSeam,
    empty: State,
  ) {
    const kept = host.state;
    // It is the page's own, of this version or an earlier one: what is missing has its first value.
    this.state = typeof kept === 'object' && kept !== null ? { ...empty, ...kept } : empty;
  }

  /** What was kept last. */
  get current(): State {
    return this.state;
  }

  /** Keeps a part of it. */
  keep(part: Partial<State>): void {
    this.state = { ...this.state, ...part };
    this.host.keep(this.state);
  }

  /** Keeps what is typed in a field; undefined when it is committed. */
  keepTyped(key: string, typed: string | undefined): void {
    const others = Object.fromEntries(Object.entries(this.state.typed).filter(([name]) => name !== key));
    this.state = { ...this.state, typed: typed === undefined ? others : { ...others, [key]: typed } };
    this.host.keep(this.state);
  }
}
