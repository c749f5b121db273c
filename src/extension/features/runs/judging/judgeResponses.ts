import * as vscode from 'vscode';
import type { ResponseSummary } from '../../../../shared/model/run';
import { askChoice } from '../../../platform/vscode/quickChoice';
import { stars } from '../../../platform/vscode/stars';
import type { RunsItem } from '../../../treeItems';
import { chooseResponses } from '../openRuns';
import type { RunsDependencies } from '../runsDependencies';

/** The longest comment, in characters: beyond that it is a text of its own. */
const MAX_COMMENT = 2000;

/** Asks for a rating from 1 to 5 and gives it to the responses. */
export async function rateResponses(dependencies: RunsDependencies, items: readonly RunsItem[]): Promise<void> {
  const title = vscode.l10n.t('Rate Response');
  const responses = await chooseResponses(dependencies, items, title);
  const [first] = responses;
  if (first === undefined) {
    return;
  }
  const answer = await askChoice<number | null>({
    title,
    placeholder: nameOf(responses),
    rows: [
      ...[5, 4, 3, 2, 1].map((rating) => ({ label: stars(rating), description: String(rating), value: rating })),
      { label: vscode.l10n.t('No rating'), value: null },
    ],
    current: (value) => value === first.rating,
  });
  if (answer === undefined || answer === 'back') {
    return;
  }
  for (const { id } of responses) {
    await dependencies.runs.judge(id, { rating: answer.value });
  }
}

/** Asks for a comment and keeps it with the response; an empty one takes it back. */
export async function commentOnResponse(dependencies: RunsDependencies, items: readonly RunsItem[]): Promise<void> {
  const title = vscode.l10n.t('Comment on Response');
  const [response] = await chooseResponses(dependencies, items, title);
  if (response === undefined) {
    return;
  }
  const comment = await vscode.window.showInputBox({
    title,
    prompt: nameOf([response]),
    value: response.comment,
    validateInput: (typed) =>
      typed.length > MAX_COMMENT
        ? vscode.l10n.t('A comment has at most {0} characters; this one has {1}.', MAX_COMMENT, typed.length)
        : undefined,
  });
  if (comment !== undefined) {
    await dependencies.runs.judge(response.id, { comment: comment.trim() });
  }
}

/** Makes an answer the one of its step that flows on into later steps. */
export async function useAnswer(dependencies: RunsDependencies, items: readonly RunsItem[]): Promise<void> {
  const [response] = await chooseResponses(dependencies, items, vscode.l10n.t('Use This Answer'));
  if (response === undefined || response.chosen) {
    return;
  }
  await dependencies.runs.choose(response.id);
}

function nameOf(responses: readonly ResponseSummary[]): string {
  const [first] = responses;
  return responses.length === 1 && first
    ? vscode.l10n.t('{0}, run {1}', first.payloadName, first.runId)
    : vscode.l10n.t('{0} responses', responses.length);
}
