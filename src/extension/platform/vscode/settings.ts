import * as vscode from 'vscode';
import { settingsSection, type SettingTypes } from '../../ids';

/** What `typeof` gives for the value of each setting. */
const KINDS = {
  host: 'string',
  endpoints: 'object',
  databasePath: 'string',
  dailyBackups: 'number',
  runRetentionDays: 'number',
  runRetentionCount: 'number',
  connectTimeout: 'number',
  firstByteTimeout: 'number',
  silenceTimeout: 'number',
  openResponses: 'boolean',
  practiceServerPort: 'number',
} as const satisfies { readonly [Key in keyof SettingTypes]: KindOf<SettingTypes[Key]> };

type KindOf<Value> = Value extends string
  ? 'string'
  : Value extends number
    ? 'number'
    : Value extends boolean
      ? 'boolean'
      : 'object';

/** The value of a setting, its default included. A value of the wrong type counts as absent. */
export function readSetting<Key extends keyof SettingTypes>(key: Key, scope?: vscode.Uri): SettingTypes[Key] {
  const settings = vscode.workspace.getConfiguration(settingsSection, scope ?? null);
  const value = settings.get<SettingTypes[Key]>(key);
  if (typeof value === KINDS[key] && value !== undefined) {
    return value;
  }
  // Only now: finding out where a value comes from takes many times as long as reading it.
  const fallback = settings.inspect<SettingTypes[Key]>(key)?.defaultValue;
  if (fallback === undefined) {
    throw new Error(`The manifest gives no default for ${settingsSection}.${key}.`);
  }
  return fallback;
}
