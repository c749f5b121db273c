import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** User settings of every window: quiet, still, and with all dialogs drawn in the page, where a test can see them. */
const BASE_SETTINGS: Readonly<Record<string, unknown>> = {
  // The bundled assistant shares the extension host and would disturb every timing.
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'security.workspace.trust.startupPrompt': 'never',
  // A workbench in a browser saves a second after the last key otherwise, which the desktop does not.
  'files.autoSave': 'off',
  'files.simpleDialog.enable': true,
  'window.dialogStyle': 'custom',
  'window.titleBarStyle': 'custom',
  'window.menuStyle': 'custom',
  'window.commandCenter': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.restoreWindows': 'none',
  // A server on this machine is no news, whoever started it.
  'remote.autoForwardPorts': false,
  // Otherwise every window looks through the open files of all processes, every two seconds.
  'remote.autoForwardPortsSource': 'output',
  // Otherwise every window asks git for the repository of its folder.
  'git.enabled': false,
  'workbench.colorTheme': 'Dark 2026',
  'window.autoDetectColorScheme': false,
  'window.autoDetectHighContrast': false,
  'workbench.reduceMotion': 'on',
  'editor.cursorBlinking': 'solid',
};

/** Settings by their ids. */
export type Settings = Readonly<Record<string, unknown>>;

/** Writes the user settings of a profile. */
export async function writeUserSettings(userDataPath: string, settings: Settings = {}): Promise<void> {
  await mkdir(join(userDataPath, 'User'), { recursive: true });
  const text = JSON.stringify({ ...BASE_SETTINGS, ...settings }, null, 2);
  await writeFile(join(userDataPath, 'User/settings.json'), text);
}

/**
 * Gives the settings of the workbench itself, without those of extensions. A workbench in a browser draws, and chooses
 * its theme, before it can read the settings of its profile, so it has to know these beforehand.
 */
export function workbenchDefaults(settings: Settings = {}): Settings {
  const merged = { ...BASE_SETTINGS, ...settings };
  return Object.fromEntries(Object.keys(BASE_SETTINGS).map((key) => [key, merged[key]]));
}
