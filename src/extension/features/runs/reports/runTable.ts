import type { ResponseSummary, Run, StepExecution } from '../../../../shared/model/run';
import { text } from '../../../../shared/model/text';
import { remarksOf } from '../../../domain/honesty/remarks';
import { remarkWord } from '../../../domain/honesty/remarkWord';
import { formatDuration } from '../../../platform/vscode/duration';
import { judgementText, statusText } from '../runText';
import { figureColumns, figuresOf, numberOf, type Say } from './figures';
import { markdownTable } from './markdownTable';

/** A run with everything about it but the texts. */
export interface RunOutline {
  readonly run: Run;
  /** None for a run of the original application. */
  readonly steps: readonly StepExecution[];
  readonly responses: readonly ResponseSummary[];
}

/** A run as a page in Markdown: what became of it, and a table of its steps with tokens, times and speeds. */
export function runTable({ run, steps, responses }: RunOutline, say: Say): string {
  const unanswered = steps.filter(({ id }) => responses.every(({ stepExecutionId }) => stepExecutionId !== id));
  const rows = [
    ...responses.map((response) => ({
      index: response.stepIndex,
      cells: [
        numberOf(response, responses),
        nameOf(response, steps),
        notes(response, say),
        ...figuresOf(response, say),
      ],
    })),
    ...unanswered.map(({ stepIndex, name, errorMessage }) => ({
      index: stepIndex,
      cells: [String(stepIndex + 1), name, errorMessage ?? say(text('no response'))],
    })),
  ].sort((one, other) => one.index - other.index);
  const columns = [
    { heading: '#', isNumber: true },
    { heading: say(text('Step')) },
    { heading: say(text('Note')) },
    ...figureColumns(say),
  ];
  return `${[
    runHeading(run, say),
    markdownTable(
      columns,
      rows.map(({ cells }) => cells),
    ),
  ].join('\n\n')}\n`;
}

/** The heading of a run with what became of it. */
export function runHeading(run: Run, say: Say): string {
  const facts = [
    say(statusText(run.status)),
    say(text('started {0} UTC', run.startedAt)),
    ...(run.executionTimeMs === null ? [] : [formatDuration(run.executionTimeMs)]),
    ...(run.sourceRunId === null ? [] : [say(text('took over responses of run {0}', run.sourceRunId))]),
  ];
  const lines = [`# ${oneLine(run.workflowName)} · ${say(text('run {0}', run.id))}`, '', facts.join(' · ')];
  return [...lines, ...(run.errorMessage === null ? [] : ['', `> ${oneLine(run.errorMessage)}`])].join('\n');
}

/** A name on one line, whatever was stored. */
export function oneLine(name: string): string {
  return name.replaceAll(/\s+/g, ' ').trim();
}

function notes(response: ResponseSummary, say: Say): string {
  const warnings = remarksOf(response).filter(({ severity }) => severity === 'warning');
  return [...judgementText(response), ...warnings.map(({ kind }) => remarkWord(kind))].map(say).join(', ');
}

function nameOf(response: ResponseSummary, steps: readonly StepExecution[]): string {
  return steps.find(({ id }) => id === response.stepExecutionId)?.name ?? response.payloadName;
}
