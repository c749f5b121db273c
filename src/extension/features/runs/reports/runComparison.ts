import { text } from '../../../../shared/model/text';
import { figureColumns, figuresOf, numberOf, type Say } from './figures';
import { markdownTable } from './markdownTable';
import { oneLine, type RunOutline } from './runTable';

/** Several runs as one page in Markdown: for each step a table with a row for each run's response. */
export function runComparison(runs: readonly RunOutline[], say: Say): string {
  const all = runs.flatMap(({ responses }) => responses);
  const columns = [
    { heading: say(text('Run')), isNumber: true },
    { heading: say(text('Answer')), isNumber: true },
    ...figureColumns(say),
  ];
  const count = Math.max(0, ...all.map(({ stepIndex }) => stepIndex + 1));
  const sections = Array.from({ length: count }, (_, index) => {
    const responses = all.filter(({ stepIndex }) => stepIndex === index);
    const names = [...new Set(responses.map(({ payloadName }) => oneLine(payloadName)))];
    const rows = responses.map((response) => {
      const number = numberOf(response, all);
      return [String(response.runId), number.includes('.') ? number : '', ...figuresOf(response, say)];
    });
    return rows.length === 0
      ? ''
      : [`## ${String(index + 1)}. ${names.join(' / ')}`, markdownTable(columns, rows)].join('\n\n');
  }).filter((section) => section !== '');
  const title = say(text('Runs {0} side by side', runs.map(({ run }) => run.id).join(', ')));
  return `${[`# ${title}`, ...sections].join('\n\n')}\n`;
}
