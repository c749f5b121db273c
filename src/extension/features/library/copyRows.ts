import * as vscode from 'vscode';
import type { CopyKind, DatabaseCopy } from '../../domain/ports/libraryCare';
import { formatFullTime, formatRelativeTime } from '../../platform/vscode/localTime';
import type { Choice } from '../../platform/vscode/quickChoice';
import { formatBytes } from './byteSize';

/** The rows of a choice among copies. */
export function copyRows(copies: readonly DatabaseCopy[], now: number): readonly Choice<DatabaseCopy>[] {
  const { language } = vscode.env;
  return copies.map((copy) => ({
    label: formatFullTime(copy.madeAt, language),
    description: `${formatRelativeTime(copy.madeAt, now, language)} · ${formatBytes(copy.size, language)}`,
    detail: describeKind(copy.kind),
    value: copy,
  }));
}

function describeKind(kind: CopyKind): string {
  switch (kind) {
    case 'manual':
      return vscode.l10n.t('Made by Back Up Database Now');
    case 'daily':
      return vscode.l10n.t('Copy of the day');
    case 'before-restore':
      return vscode.l10n.t('What was there before another copy was restored');
    case 'before-migration':
      return vscode.l10n.t('As it was before a newer version of the extension changed it');
  }
}
