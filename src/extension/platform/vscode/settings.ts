import * as vscode from 'vscode';
import { settingsSection, type SettingTypes } from '../../ids';

/** The value of a setting, its default included. A value of the wrong type counts as absent. */
export function readSetting<Key extends keyof SettingTypes>(key: Key, scope?: vscode.Uri): SettingTypes[Key] {
  const settings = vscode.workspace.getConfiguration(settingsSection, scope ?? null);
  const value = settings.get<SettingTypes[Key]>(key);
  const fallback = settings.inspect<SettingTypes[Key]>(key)?.defaultValue;
  if (value !== undefined && typeof value === typeof fallback) {
    return value;
  }
  if (fallback === undefined) {
    throw new Error(`The manifest gives no default for ${settingsSection}.${key}.`);
  }
  return fallback;
}
