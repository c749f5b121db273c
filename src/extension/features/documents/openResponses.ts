import * as vscode from 'vscode';
import type { Disposable } from '../../domain/ports/events';
import type { Runner } from '../../engine/runner';
import { schemes } from '../../ids';
import type { Log } from '../../platform/ports/log';
import { responseUri } from '../../platform/vscode/documentUris';
import { readSetting } from '../../platform/vscode/settings';

/**
 * Opens each response in its own tab when the model begins to write it. The keyboard stays where it is: beside a
 * document that is being edited the first response opens a second column, and later ones join it there.
 */
export function openResponses(runner: Runner, log: Log): Disposable {
  return runner.onDidChange((event) => {
    if (event.kind === 'responseStarted' && readSetting('openResponses')) {
      const uri = responseUri(event.responseId, event.run.payloadName, event.run.runId);
      show(uri).catch((error: unknown) => {
        log.warn(`Response ${event.responseId} could not be opened: ${String(error)}`);
      });
    }
  });
}

async function show(uri: vscode.Uri): Promise<void> {
  await vscode.window.showTextDocument(uri, {
    preview: false,
    preserveFocus: true,
    viewColumn: columnForResponses(),
  });
}

function columnForResponses(): vscode.ViewColumn {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const withResponses =
    all.find(({ activeTab }) => isResponse(activeTab)) ??
    all.find((group) => group !== activeTabGroup && group.tabs.some(isResponse));
  if (withResponses) {
    return withResponses.viewColumn;
  }
  return activeTabGroup.activeTab === undefined ? activeTabGroup.viewColumn : vscode.ViewColumn.Beside;
}

function isResponse(tab: vscode.Tab | undefined): boolean {
  return tab?.input instanceof vscode.TabInputText && tab.input.uri.scheme === schemes.response;
}
