import * as vscode from 'vscode';
import { remarksOf, type Remark, type RemarkKind } from '../../domain/honesty/remarks';
import { remarkWord } from '../../domain/honesty/remarkWord';
import type { LibraryEvents } from '../../domain/ports/changes';
import type { Disposable } from '../../domain/ports/events';
import type { RunRepository } from '../../domain/ports/runRepository';
import type { Runner } from '../../engine/runner';
import type { CommandArguments } from '../../ids';
import type { Clock } from '../../platform/ports/clock';
import type { Log } from '../../platform/ports/log';
import { responseIdOf } from '../../platform/vscode/documentUris';
import { stars } from '../../platform/vscode/stars';
import { localize } from '../../platform/vscode/localize';
import type { ResponseSummary } from '../../../shared/model/run';
import { iconLensTitle, lensTitle } from './lensTitle';
import { measurements, responseStatus } from './responseStatus';
import { Throttle } from '../../platform/throttle';

/** How often the count of characters is drawn anew while the model writes, in milliseconds. */
const countInterval = 500;

/** What the status says in its own words. */
const STATUS_KINDS: ReadonlySet<RemarkKind> = new Set(['lengthLimit', 'empty']);

type LensCommand =
  | 'llmOrchestrator.runs.openPrompt'
  | 'llmOrchestrator.runs.openThinking'
  | 'llmOrchestrator.runs.runAgain'
  | 'llmOrchestrator.runs.compare'
  | 'llmOrchestrator.runs.rate'
  | 'llmOrchestrator.runs.useAnswer'
  | 'llmOrchestrator.runs.stop';

/**
 * What stands above a response: how it ended and what was measured, the prompt that was sent, run again. It is kept out
 * of the text, which is what the model wrote and nothing else.
 */
export class ResponseLenses implements vscode.CodeLensProvider {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly drawing: Throttle<'all'>;
  private readonly subscriptions: Disposable[];

  constructor(
    private readonly runs: RunRepository,
    private readonly runner: Runner,
    events: LibraryEvents,
    clock: Clock,
    private readonly log: Log,
  ) {
    this.drawing = new Throttle(
      clock,
      () => countInterval,
      () => {
        this.changes.fire();
      },
    );
    this.subscriptions = [
      runner.onDidChange(() => {
        this.drawing.ask('all');
      }),
      events.onDidChange((change) => {
        if (change === 'everything' || change.some(({ entity }) => entity === 'response' || entity === 'run')) {
          this.drawing.ask('all');
        }
      }),
    ];
  }

  readonly onDidChangeCodeLenses = this.changes.event;

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const id = responseIdOf(document.uri);
    if (id === undefined) {
      return [];
    }
    try {
      const response = await this.runs.response(id);
      return response ? await this.lensesOf(response) : [plain(iconLensTitle('trash', deleted()))];
    } catch (error) {
      this.log.warn(`No lenses for response ${id}: ${String(error)}`);
      return [];
    }
  }

  dispose(): void {
    this.drawing.dispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
    this.changes.dispose();
  }

  private async lensesOf(response: ResponseSummary): Promise<vscode.CodeLens[]> {
    const item = { kind: 'response', runId: response.runId, id: response.id } as const;
    const live = this.runner.liveText(response.id);
    const prompt = lens(vscode.l10n.t('Show the Prompt Sent'), 'llmOrchestrator.runs.openPrompt', [item]);
    if (live !== undefined) {
      return [
        plain(iconLensTitle('loading~spin', vscode.l10n.t('writing… {0} characters', live.length))),
        lens(vscode.l10n.t('Stop'), 'llmOrchestrator.runs.stop', [{ kind: 'run', id: response.runId }]),
        prompt,
      ];
    }
    const status = localize(responseStatus(response, await this.runs.get(response.runId)));
    const thinking = vscode.l10n.t('Show Thinking');
    const warnings = remarksOf(response).filter(({ severity }) => severity === 'warning');
    const isCut = response.partial || response.finishReason === 'length';
    const isWhole = !isCut && !warnings.some(({ kind }) => STATUS_KINDS.has(kind));
    return [
      plain(iconLensTitle(isWhole ? 'check' : 'warning', status)),
      ...warnings.filter(({ kind }) => !STATUS_KINDS.has(kind)).map((remark) => remarkLens(remark)),
      // What can be clicked comes before what is only read: the end of the line may have no room.
      prompt,
      ...(response.thinkingSize > 0 ? [lens(thinking, 'llmOrchestrator.runs.openThinking', [item])] : []),
      lens(vscode.l10n.t('Run Again'), 'llmOrchestrator.runs.runAgain', [{ kind: 'run', id: response.runId }]),
      lens(vscode.l10n.t('Compare'), 'llmOrchestrator.runs.compare', [item]),
      lens(ratingTitle(response), 'llmOrchestrator.runs.rate', [item]),
      ...(response.chosen ? [] : [lens(vscode.l10n.t('Use This Answer'), 'llmOrchestrator.runs.useAnswer', [item])]),
      ...measurements(response.metadata).map((measured) => plain(lensTitle(localize(measured)))),
    ];
  }
}

function deleted(): string {
  return vscode.l10n.t('This response has been deleted');
}

/** The remark in short; its sentence is one movement of the mouse away. */
function remarkLens({ kind, sentence }: Remark): vscode.CodeLens {
  const title = iconLensTitle('warning', localize(remarkWord(kind)));
  return new vscode.CodeLens(top(), { title, tooltip: localize(sentence), command: '' });
}

function ratingTitle({ rating }: ResponseSummary): string {
  return rating === null ? vscode.l10n.t('Rate') : stars(rating);
}

function plain(title: string): vscode.CodeLens {
  return new vscode.CodeLens(top(), { title, command: '' });
}

function lens<Id extends LensCommand>(title: string, command: Id, args: CommandArguments[Id]): vscode.CodeLens {
  return new vscode.CodeLens(top(), { title, command, arguments: [...args] });
}

function top(): vscode.Range {
  return new vscode.Range(0, 0, 0, 0);
}
