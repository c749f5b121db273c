import { text } from '../../shared/model/text';
import { StoreError } from '../domain/ports/storeError';
import { interruptDeadRuns } from './interruptDeadRuns';
import type { RequestMessage, Requests, ResultTable, RunResult } from './protocol';
import type { Connection } from './sqlite/connection';
import type { DatabaseFile } from './sqlite/databaseFile';
import { thisProcess } from './sqlite/processIdentity';
import { refuseTransactionControl } from './transactionControl';
import type { WorkerCare, WorkerCareContext } from './care/workerCare';

interface ActiveTransaction {
  readonly id: number;
  readonly connection: Connection;
}

/** What a session needs. */
export interface WorkerSessionOptions {
  readonly file: DatabaseFile;
  /** Makes another file for the same path, which is only read or not. */
  readonly another: (readOnly: boolean) => DatabaseFile;
  readonly care: WorkerCare;
  readonly warn: (message: string) => void;
}

/**
 * Serves the requests of one host. It alone decides what runs when: transactions one after the other in the order in
 * which they were asked for, and statements of nobody's transaction only while none is open.
 */
export class WorkerSession {
  readonly #another: (readOnly: boolean) => DatabaseFile;
  readonly #care: WorkerCare;
  readonly #warn: (message: string) => void;
  #file: DatabaseFile;
  #opening: Promise<void> | undefined;
  #closed = false;
  #active: ActiveTransaction | undefined;
  /** Settles when the commit or rollback that is under way is done. */
  #finishing: Promise<void> | undefined;
  /** Settles when the last transaction that was asked for is over. */
  #lastTurn: Promise<void> = Promise.resolve();
  #endTurn: (() => void) | undefined;
  /** Settles when the open transaction is over. */
  #turnOver: Promise<void> = Promise.resolve();

  constructor({ file, another, care, warn }: WorkerSessionOptions) {
    this.#file = file;
    this.#another = another;
    this.#care = care;
    this.#warn = warn;
  }

  /**
   * Does what a request asks.
   * @throws {StoreError}
   */
  async handle(request: RequestMessage): Promise<unknown> {
    const { kind, body } = request;
    if (this.#closed) throw closed();
    if (kind === 'close') return this.#close();
    if (kind === 'identity') return thisProcess();
    if (kind === 'reopen') await this.#change(body.readOnly);
    if (kind === 'restore') await this.#change(false);
    // These have to work also while the database cannot be read.
    if (kind === 'describe' || kind === 'copies' || kind === 'cancel' || kind === 'restore') {
      return this.#care.handle(request, this.#careContext());
    }
    await this.#open();
    switch (kind) {
      case 'open':
      case 'reopen':
        return undefined;
      case 'backUp':
      case 'check':
      case 'compact':
        return this.#care.handle(request, this.#careContext());
      case 'migrate':
        return this.#inTurn(() => this.#file.migrate());
      case 'query':
        return this.#query(body);
      case 'run':
        return this.#run(body);
      case 'begin':
        return this.#begin(body.transaction);
      case 'commit':
        this.#connectionOf(body.transaction);
        return this.#finish(() => this.#file.commit());
      case 'rollback':
        this.#connectionOf(body.transaction);
        return this.#finish(() => {
          this.#file.rollback();
        });
    }
  }

  /** Opens at first use, and again at the next use after an error. */
  #open(): Promise<void> {
    this.#opening ??= this.#inTurn(() => this.#file.open()).then(
      () => this.#repair(),
      (error: unknown) => {
        this.#opening = undefined;
        throw error;
      },
    );
    return this.#opening;
  }

  /** Takes another file in the place of the one that is open where it has to be of the other kind. */
  async #change(readOnly: boolean): Promise<void> {
    this.#opening = undefined;
    if (readOnly === (this.#file.storage === 'read-only')) return;
    await this.#inTurn(() => {
      const before = this.#file;
      this.#file = this.#another(readOnly);
      before.close();
      return Promise.resolve();
    });
    this.#opening = undefined;
  }

  #careContext(): WorkerCareContext {
    return {
      file: this.#file,
      ready: async () => {
        while (this.#active) await this.#turnOver;
        this.#refuseWhenClosed();
      },
      inTurn: (action) => this.#inTurn(action),
      open: () => this.#open(),
    };
  }

  /** Runs of windows that died. That this fails must not keep anybody from reading. */
  async #repair(): Promise<void> {
    if (this.#file.storage === 'read-only') return;
    try {
      await interruptDeadRuns(this.#file.reader(), (sql, parameters) => this.#alone(sql, parameters));
    } catch (error) {
      this.#warn(`Runs that were interrupted could not be marked: ${String(error)}`);
    }
  }

  async #query(request: Requests['query']['request']): Promise<ResultTable> {
    const { transaction, sql, parameters, first } = request;
    if (transaction !== undefined) return this.#connectionOf(transaction).query(sql, parameters, first);
    while (this.#active) await this.#turnOver;
    this.#refuseWhenClosed();
    return this.#file.reader().read(sql, parameters, first);
  }

  async #run({ transaction, sql, rows }: Requests['run']['request']): Promise<RunResult> {
    refuseTransactionControl(sql);
    if (transaction !== undefined) return this.#connectionOf(transaction).run(sql, rows);
    return this.#alone(sql, rows);
  }

  /** A statement as a transaction of its own. */
  async #alone(sql: string, rows: Requests['run']['request']['rows']): Promise<RunResult> {
    // Numbers of the host are positive.
    await this.#begin(0);
    let result: RunResult;
    try {
      result = this.#connectionOf(0).run(sql, rows);
    } catch (error) {
      await this.#finish(() => {
        this.#file.rollback();
      });
      throw error;
    }
    await this.#finish(() => this.#file.commit());
    return result;
  }

  async #begin(id: number): Promise<void> {
    const endTurn = await this.#takeTurn();
    try {
      this.#refuseWhenClosed();
      await this.#file.prepareWrite();
      if (this.#closed) {
        this.#file.close();
        throw closed();
      }
      // From here to the end of the method nothing waits, so that no statement slips in between.
      this.#turnOver = this.#lastTurn;
      this.#endTurn = endTurn;
      this.#active = { id, connection: this.#file.begin() };
    } catch (error) {
      endTurn();
      throw error;
    }
  }

  async #finish(end: () => void | Promise<void>): Promise<void> {
    let finished = (): void => undefined;
    this.#finishing = new Promise((resolve) => {
      finished = resolve;
    });
    try {
      await end();
    } finally {
      this.#active = undefined;
      this.#finishing = undefined;
      this.#endTurn?.();
      this.#endTurn = undefined;
      finished();
    }
  }

  async #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const endTurn = await this.#takeTurn();
    try {
      return await action();
    } finally {
      endTurn();
    }
  }

  async #takeTurn(): Promise<() => void> {
    const before = this.#lastTurn;
    let endTurn = (): void => undefined;
    this.#lastTurn = new Promise((resolve) => {
      endTurn = resolve;
    });
    await before;
    return endTurn;
  }

  #connectionOf(transaction: number): Connection {
    if (this.#active?.id === transaction) return this.#active.connection;
    throw new StoreError('closed', text('The transaction is over.'));
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw closed();
  }

  async #close(): Promise<void> {
    this.#closed = true;
    this.#care.endAll();
    // What is being committed was asked for before: it is finished.
    await this.#finishing;
    if (this.#active) {
      await this.#finish(() => {
        this.#file.rollback();
      });
    }
    this.#file.close();
  }
}

function closed(): StoreError {
  return new StoreError('closed', text('The database is closed.'));
}
