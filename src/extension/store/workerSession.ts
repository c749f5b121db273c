import { interruptDeadRuns } from './interruptDeadRuns';
import { packError } from './packedError';
import type { RequestMessage, Requests, ResultTable, Statement, StatementOutcome } from './protocol';
import type { DatabaseFile } from './sqlite/databaseFile';
import { thisProcess } from './sqlite/processIdentity';
import { refuseTransactionControl } from './transactionControl';
import { closed, TransactionTurns } from './transactionTurns';
import type { SqlValue } from './values';
import type { WorkerCare, WorkerCareContext } from './care/workerCare';

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
 * which they were asked for, and statements of nobody's transaction only while none is open. Brief transactions that wait
 * for each other are written to the disk together.
 */
export class WorkerSession {
  readonly #another: (readOnly: boolean) => DatabaseFile;
  readonly #care: WorkerCare;
  readonly #warn: (message: string) => void;
  #file: DatabaseFile;
  #opening: Promise<void> | undefined;
  #closed = false;
  readonly #turns = new TransactionTurns(() => this.#file);

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
        return this.#turns.inTurn(() => this.#file.migrate());
      case 'query':
        return this.#query(body);
      case 'transact':
        return this.#transact(body);
      case 'rollback':
        await this.#turns.begun(body.transaction);
        return this.#turns.rollback(body.transaction);
    }
  }

  /** Opens at first use, and again at the next use after an error. */
  #open(): Promise<void> {
    this.#opening ??= this.#turns
      .inTurn(() => this.#file.open())
      .then(
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
    await this.#turns.inTurn(() => {
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
        while (this.#turns.isOpen) await this.#turns.over;
        this.#refuseWhenClosed();
      },
      inTurn: (action) => this.#turns.inTurn(action),
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

  async #query({ sql, parameters, first }: Requests['query']['request']): Promise<ResultTable> {
    while (this.#turns.isOpen) await this.#turns.over;
    this.#refuseWhenClosed();
    return this.#file.reader().read(sql, parameters, first);
  }

  async #transact(request: Requests['transact']['request']): Promise<readonly StatementOutcome[]> {
    const { transaction, begin, statements, commit } = request;
    // That it cannot begin is told by what follows, which is in the order of the requests by that.
    if (begin) this.#turns.begin(transaction, begin.brief).catch(() => undefined);
    await this.#turns.begun(transaction);
    const outcomes = statements.map((statement) => this.#execute(transaction, statement));
    if (commit) await this.#turns.commit(transaction, commit.onlyWhole);
    return outcomes;
  }

  #execute(transaction: number, statement: Statement): StatementOutcome {
    const { sql } = statement;
    try {
      const value = this.#turns.statement(transaction, (connection) => {
        if (statement.kind === 'query') return connection.query(sql, statement.parameters, statement.first);
        refuseTransactionControl(sql);
        return connection.run(sql, statement.rows);
      });
      return { value };
    } catch (error) {
      return { error: packError(error) };
    }
  }

  /** A statement as a transaction of its own. */
  async #alone(sql: string, rows: readonly (readonly SqlValue[])[]): Promise<void> {
    // Numbers of the host are positive.
    await this.#turns.begin(0, true);
    try {
      this.#turns.statement(0, (connection) => connection.run(sql, rows));
    } catch (error) {
      await this.#turns.rollback(0);
      throw error;
    }
    await this.#turns.commit(0);
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw closed();
  }

  async #close(): Promise<void> {
    this.#closed = true;
    this.#care.endAll();
    await this.#turns.close();
    this.#file.close();
  }
}
