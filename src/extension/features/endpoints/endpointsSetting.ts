import * as vscode from 'vscode';
import type { EndpointAddress } from '../../../shared/model/endpoint';
import { endpointKey, formatEndpoint, parseEndpoint } from '../../domain/payload/endpointAddress';
import { settingsSection } from '../../ids';
import { entryText } from './endpointList';

const NAME = 'endpoints';

/** What the setting holds, whatever that is. */
export function readEndpointsSetting(): unknown {
  return vscode.workspace.getConfiguration(settingsSection, null).get<unknown>(NAME);
}

/** Whether a change of settings is one of these. */
export function affectsEndpoints(change: vscode.ConfigurationChangeEvent): boolean {
  return (
    change.affectsConfiguration(`${settingsSection}.${NAME}`) || change.affectsConfiguration(`${settingsSection}.host`)
  );
}

/** Puts addresses at the end of the setting that are not in it yet. */
export async function addToSetting(addresses: readonly EndpointAddress[]): Promise<void> {
  const entries = entriesOf(readEndpointsSetting());
  const known = new Set(entries.map(keyOfEntry));
  const added = addresses.filter((address) => !known.has(endpointKey(address))).map(formatEndpoint);
  if (added.length > 0) await write([...entries, ...new Set(added)]);
}

/** Takes addresses, or entries that are none, out of the setting. */
export async function removeFromSetting(
  addresses: readonly EndpointAddress[],
  entries: readonly string[],
): Promise<void> {
  const removed = new Set([...addresses.map(endpointKey), ...entries]);
  const before = entriesOf(readEndpointsSetting());
  await write(before.filter((entry) => !removed.has(keyOfEntry(entry))));
}

function entriesOf(setting: unknown): readonly unknown[] {
  return Array.isArray(setting) ? setting : [];
}

/** The key of the address, or the entry itself where it is none, as the list shows it. */
function keyOfEntry(entry: unknown): string {
  const parsed = typeof entry === 'string' ? parseEndpoint(entry) : undefined;
  return parsed?.ok === true ? endpointKey(parsed.value) : entryText(entry);
}

/** Written where it is set already, so that the change counts; else for all windows of the person. */
async function write(entries: readonly unknown[]): Promise<void> {
  const settings = vscode.workspace.getConfiguration(settingsSection, null);
  const isOfWorkspace = settings.inspect(NAME)?.workspaceValue !== undefined;
  const target = isOfWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await settings.update(NAME, entries, target);
}
