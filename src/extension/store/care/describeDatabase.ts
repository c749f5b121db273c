import { statSync } from 'node:fs';
import type { DatabaseContent, DatabaseDescription } from '../../domain/ports/libraryCare';
import type { StoreError } from '../../domain/ports/storeError';
import { asStoreError } from '../packedError';
import type { Connection } from '../sqlite/connection';
import { targetOf } from '../sqlite/readFile';
import type { CareContext } from './careContext';

const COUNTS = `
SELECT (SELECT count(*) FROM blocks), (SELECT count(*) FROM payloads), (SELECT count(*) FROM workflows),
  (SELECT count(*) FROM runs), (SELECT count(*) FROM responses)`;

/** Says what there is to know of the database as a file. The problem is why it could not be opened, if it could not. */
export function describeDatabase(
  { path, file }: Pick<CareContext, 'path' | 'file'>,
  problem: StoreError | undefined,
): DatabaseDescription {
  const place = placeOf(path);
  const description = { ...place, storage: file.storage };
  if (problem) return { ...description, content: undefined, problem: problem.text };
  try {
    return { ...description, content: contentOf(file.reader()), problem: undefined };
  } catch (error) {
    return { ...description, content: undefined, problem: asStoreError(error).text };
  }
}

function contentOf(connection: Connection): DatabaseContent {
  const [row = []] = connection.query(COUNTS).rows;
  const [blocks = 0, payloads = 0, workflows = 0, runs = 0, responses = 0] = row.map(Number);
  const pragma = (name: string): number => Number(connection.value(`PRAGMA ${name}`));
  return {
    counts: { blocks, payloads, workflows, runs, responses },
    pageSize: pragma('page_size'),
    freePages: pragma('freelist_count'),
    version: pragma('user_version'),
  };
}

/** Also where it cannot be reached. */
function placeOf(path: string): { readonly path: string; readonly size: number | undefined } {
  try {
    const target = targetOf(path);
    return { path: target, size: statSync(target, { throwIfNoEntry: false })?.size };
  } catch {
    return { path, size: undefined };
  }
}
