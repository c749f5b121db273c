import * as vscode from 'vscode';
import type { DatabaseCopy, DatabaseDescription, DatabaseStorage, LibraryCare } from '../../domain/ports/libraryCare';
import type { CommandId } from '../../ids';
import type { Clock } from '../../platform/ports/clock';
import { execute } from '../../platform/vscode/commands';
import { localize } from '../../platform/vscode/localize';
import { formatRelativeTime } from '../../platform/vscode/localTime';
import { askChoice, type Choice } from '../../platform/vscode/quickChoice';
import { formatBytes } from './byteSize';

type Row = Choice<Extract<CommandId, `llmOrchestrator.library.${string}`>>;

/** Shows what there is to know of the database as a list, each row with what can be done about it. */
export async function showDatabase(care: LibraryCare, clock: Clock): Promise<void> {
  const [description, copies] = await Promise.all([care.describe(), care.copies()]);
  const [newest] = copies;
  const { language } = vscode.env;
  const backups: Row = {
    label: newest
      ? vscode.l10n.t(
          '$(history) {0} copies, the newest {1}',
          copies.length,
          formatRelativeTime(newest.madeAt, clock.now(), language),
        )
      : vscode.l10n.t('$(history) No copies yet'),
    ...(newest && { detail: vscode.l10n.t('They take {0}', formatBytes(sizeOf(copies), language)) }),
    description: newest ? vscode.l10n.t('Restore Backup…') : vscode.l10n.t('Back Up Database Now'),
    value: newest ? 'llmOrchestrator.library.restore' : 'llmOrchestrator.library.backUp',
  };
  const answer = await askChoice({
    title: vscode.l10n.t('Database'),
    placeholder: vscode.l10n.t('Choose a row to do what stands beside it'),
    rows: [...placeRows(description, language), ...contentRows(description, language), backups],
  });
  if (answer !== undefined && answer !== 'back') await execute(answer.value);
}

function sizeOf(copies: readonly DatabaseCopy[]): number {
  return copies.reduce((sum, { size }) => sum + size, 0);
}

function placeRows({ path, size, storage, problem }: DatabaseDescription, language: string): readonly Row[] {
  const place: Row = {
    label: `$(database) ${path}`,
    description: size === undefined ? vscode.l10n.t('Does not exist yet') : formatBytes(size, language),
    detail: describeStorage(storage),
    value: size === undefined ? 'llmOrchestrator.library.chooseFile' : 'llmOrchestrator.library.reveal',
  };
  if (!problem) return [place];
  return [
    place,
    {
      label: vscode.l10n.t('$(error) It cannot be read'),
      description: vscode.l10n.t('Open It Again'),
      detail: localize(problem),
      value: 'llmOrchestrator.library.retry',
    },
  ];
}

function contentRows({ content }: DatabaseDescription, language: string): readonly Row[] {
  if (!content) return [];
  const { counts, freePages, pageSize, version } = content;
  return [
    {
      label: vscode.l10n.t(
        '$(list-unordered) {0} blocks, {1} payloads, {2} workflows, {3} runs, {4} responses',
        counts.blocks,
        counts.payloads,
        counts.workflows,
        counts.runs,
        counts.responses,
      ),
      description: vscode.l10n.t('Check Database Integrity'),
      detail: vscode.l10n.t('Version {0} of the schema', version),
      value: 'llmOrchestrator.library.check',
    },
    {
      label: vscode.l10n.t('$(fold) {0} in {1} free pages', formatBytes(freePages * pageSize, language), freePages),
      description: vscode.l10n.t('Compact Database'),
      value: 'llmOrchestrator.library.compact',
    },
  ];
}

function describeStorage(storage: DatabaseStorage): string {
  switch (storage) {
    case 'journaled':
      return vscode.l10n.t('Changes are written in place, with a journal');
    case 'whole-file':
      return vscode.l10n.t('The whole file is written after every change: the slower way');
    case 'read-only':
      return vscode.l10n.t('Open for reading only');
  }
}
