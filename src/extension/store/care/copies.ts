import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { CopyKind, DatabaseCopy } from '../../domain/ports/libraryCare';

/** The kinds of copies that are made into the folder, as their files name them. */
const KINDS = ['manual', 'daily', 'before-restore'] as const;

/** A kind of copy that is made into the folder. */
export type MadeKind = (typeof KINDS)[number];

/** How many copies are kept that restoring has made. */
const KEPT_BEFORE_RESTORE = 7;

/** What a file's name says when it was copied: ISO 8601 in UTC, without the colons that Windows forbids; numbered. */
const STAMP = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z(?:-\d+)?$/;

/** The folder of the copies of a database, beside it. */
export function copiesFolderOf(database: string): string {
  return join(dirname(database), 'backups');
}

/** Where a copy belongs that is made at a time in milliseconds: nothing is there yet. The folder is made. */
export function newCopyPath(database: string, kind: MadeKind, time: number): string {
  const folder = copiesFolderOf(database);
  mkdirSync(folder, { recursive: true });
  const stamp = `${new Date(time).toISOString().slice(0, 19).replace(/:/g, '-')}Z`;
  for (let number = 1; ; number += 1) {
    const numbered = number === 1 ? stamp : `${stamp}-${number}`;
    const path = join(folder, `${stemOf(database)}.${numbered}.${kind}${extname(database)}`);
    if (!existsSync(path)) return path;
  }
}

/** The copies of a database, newest first, with those that were made before migrations. */
export function copiesOf(database: string): readonly DatabaseCopy[] {
  const made = namesIn(copiesFolderOf(database)).map((name) => madeCopy(database, name));
  const migrated = namesIn(dirname(database)).map((name) => migratedCopy(database, name));
  return [...made, ...migrated].filter((copy) => copy !== undefined).sort((a, b) => b.madeAt - a.madeAt);
}

/** Removes all but the newest copies that nobody asked for. */
export function removeOldCopies(database: string, keptDaily: number): void {
  for (const [kind, kept] of [
    ['daily', keptDaily],
    ['before-restore', KEPT_BEFORE_RESTORE],
  ] as const) {
    const copies = copiesOf(database).filter((copy) => copy.kind === kind);
    for (const { path } of copies.slice(kept)) rmSync(path, { force: true });
  }
}

function madeCopy(database: string, name: string): DatabaseCopy | undefined {
  const [start, end] = [`${stemOf(database)}.`, extname(database)];
  if (!name.startsWith(start) || !name.endsWith(end)) return undefined;
  const [stamp = '', word] = name.slice(start.length, name.length - end.length).split('.');
  const [, date, hours, minutes, seconds] = STAMP.exec(stamp) ?? [];
  const kind = KINDS.find((known) => known === word);
  if (date === undefined || kind === undefined) return undefined;
  return copyAt(join(copiesFolderOf(database), name), kind, Date.parse(`${date}T${hours}:${minutes}:${seconds}Z`));
}

function migratedCopy(database: string, name: string): DatabaseCopy | undefined {
  const isOne = name.startsWith(`${basename(database)}.bak-v`) && /\.bak-v\d+(-\d+)?$/.test(name);
  return isOne ? copyAt(join(dirname(database), name), 'before-migration', undefined) : undefined;
}

/** A copy at a path; undefined when it has just been removed, or is no file. */
function copyAt(path: string, kind: CopyKind, madeAt: number | undefined): DatabaseCopy | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? { path, kind, madeAt: madeAt ?? stats.mtimeMs, size: stats.size } : undefined;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function stemOf(database: string): string {
  return basename(database, extname(database));
}
