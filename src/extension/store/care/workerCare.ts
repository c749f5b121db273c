import { statSync } from 'node:fs';
import type { SqlJsStatic } from 'sql.js';
import type { CareProgress } from '../../domain/ports/libraryCare';
import { StoreError } from '../../domain/ports/storeError';
import { text } from '../../../shared/model/text';
import { asStoreError } from '../packedError';
import type { RequestMessage } from '../protocol';
import { targetOf } from '../sqlite/readFile';
import { backUp, backUpDaily } from './backUp';
import type { CareContext } from './careContext';
import { checkDatabase } from './checkDatabase';
import { copiesOf } from './copies';
import { describeDatabase } from './describeDatabase';
import { restoreCopy } from './restoreCopy';

/** The requests that look after the database as a file. */
export type CareRequest = Extract<
  RequestMessage,
  { kind: 'describe' | 'copies' | 'backUp' | 'restore' | 'check' | 'compact' | 'cancel' }
>;

/** What the session lends for a request. */
export interface WorkerCareContext extends Pick<CareContext, 'file' | 'ready' | 'inTurn'> {
  /** Opens the database unless it is open. */
  readonly open: () => Promise<void>;
}

/** The tasks that look after one database. */
export class WorkerCare {
  readonly #path: string;
  readonly #sqlJs: SqlJsStatic;
  readonly #tell: (request: number, progress: CareProgress) => void;
  readonly #running = new Map<number, AbortController>();

  constructor(path: string, sqlJs: SqlJsStatic, tell: (request: number, progress: CareProgress) => void) {
    this.#path = path;
    this.#sqlJs = sqlJs;
    this.#tell = tell;
  }

  /** Does what a request asks. */
  async handle(request: CareRequest, lent: WorkerCareContext): Promise<unknown> {
    if (request.kind === 'cancel') {
      this.#running.get(request.body.request)?.abort();
      return undefined;
    }
    const controller = new AbortController();
    this.#running.set(request.id, controller);
    const onProgress = (progress: CareProgress): void => {
      this.#tell(request.id, progress);
    };
    const { signal } = controller;
    try {
      return await this.#do(request, lent, { ...lent, path: this.#path, sqlJs: this.#sqlJs, signal, onProgress });
    } finally {
      this.#running.delete(request.id);
    }
  }

  /** Ends all that is under way. */
  endAll(): void {
    for (const controller of this.#running.values())
      controller.abort(new StoreError('closed', text('The database is closed.')));
  }

  async #do(
    request: Exclude<CareRequest, { kind: 'cancel' }>,
    { open }: WorkerCareContext,
    context: CareContext,
  ): Promise<unknown> {
    switch (request.kind) {
      case 'describe': {
        const problem = await open().then(
          () => undefined,
          (error: unknown) => asStoreError(error),
        );
        await context.ready();
        return describeDatabase(context, problem);
      }
      case 'copies':
        return copiesOf(targetOf(this.#path));
      case 'backUp':
        return request.body.daily ? backUpDaily(context, request.body.daily.keep) : backUp(context, 'manual');
      case 'restore':
        return context.inTurn(() => restoreCopy(context, request.body.path));
      case 'check':
        return checkDatabase(context);
      case 'compact':
        return context.inTurn(async () => {
          const before = this.#size();
          await context.file.compact();
          return { before, after: this.#size() };
        });
    }
  }

  #size(): number {
    return statSync(targetOf(this.#path), { throwIfNoEntry: false })?.size ?? 0;
  }
}
