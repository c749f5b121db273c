import * as vscode from 'vscode';
import type { Subscribe } from '../../domain/ports/events';
import type { Text } from '../../../shared/model/text';
import type { Log } from '../../platform/ports/log';
import { reportFailure } from '../../platform/vscode/commands';
import { localize } from '../../platform/vscode/localize';
import { readSetting } from '../../platform/vscode/settings';
import { keepDailyCopies } from './dailyCopies';
import { databasePathIn, followDatabasePath } from './databasePlace';
import { registerLibraryCommands, type LibraryCommandDependencies } from './libraryCommands';
import { registerLibraryState, type LibraryStateDependencies } from './libraryState';
import { deleteOldRuns } from './oldRuns';
import { tellGone } from './remedies';
import { showWaiting } from './waitingNotice';

/** What the library as a whole needs. */
export interface LibraryDependencies
  extends LibraryStateDependencies, Omit<LibraryCommandDependencies, 'databasePath'> {
  /** The folder that the library belongs to. */
  readonly folder: vscode.Uri;
  /** Raised with what a person should know once. */
  readonly onNotice: Subscribe<Text>;
  /** Raised with the path of the database when somebody has removed it. */
  readonly onGone: Subscribe<string>;
  /** Raised with who keeps this window waiting, and with undefined when that is over. */
  readonly onWaiting: Subscribe<{ readonly pid: number; readonly host: string } | undefined>;
  /** Leaves the database for the one at another path. */
  readonly moveTo: (path: string) => Promise<void>;
  readonly log: Log;
}

/** Registers what concerns the library as a whole and the file that it is in. */
export function registerLibrary(dependencies: LibraryDependencies): vscode.Disposable {
  const { folder, onNotice, onGone, onWaiting, moveTo, log } = dependencies;
  return vscode.Disposable.from(
    registerLibraryState(dependencies),
    registerLibraryCommands({ ...dependencies, databasePath: () => databasePathIn(folder) }),
    followDatabasePath(folder, moveTo, (error) => void reportFailure(log, 'databasePath', error)), // nothing depends on its end
    keepDailyCopies({ ...dependencies, kept: () => readSetting('dailyBackups') }),
    deleteOldRuns({
      ...dependencies,
      retention: () => ({ days: readSetting('runRetentionDays'), count: readSetting('runRetentionCount') }),
    }),
    showWaiting(onWaiting),
    onNotice((notice) => {
      void vscode.window.showWarningMessage(localize(notice)); // nothing depends on its end
    }),
    onGone((path) => void tellGone(path)), // nothing depends on its end
  );
}
