import type { Response } from '../../../../shared/model/run';
import { text } from '../../../../shared/model/text';
import { remarksOf } from '../../../domain/honesty/remarks';
import { stars } from '../../../platform/vscode/stars';
import { numberOf, type Say } from './figures';
import { oneLine, runTable, type RunOutline } from './runTable';

/** A run with all its texts. */
export interface WholeRun extends RunOutline {
  readonly responses: readonly Response[];
}

/** A run as a document in Markdown that stands alone: the table of its steps, then each prompt and response. */
export function runMarkdown(whole: WholeRun, say: Say): string {
  const sections = whole.responses.map((response) => {
    const { payloadName, prompt, thinking, content, rating, comment } = response;
    const judged = [stars(rating), oneLine(comment)].filter((part) => part !== '').join(' ');
    return [
      `## ${numberOf(response, whole.responses)}. ${oneLine(payloadName)}`,
      ...(judged === '' ? [] : [`> ${judged}`]),
      ...remarksOf(response).map(({ sentence }) => `> ${say(sentence)}`),
      ...part(say(text('Prompt')), prompt),
      ...(thinking === '' ? [] : part(say(text('Thinking')), thinking)),
      ...part(say(text('Response')), content),
    ].join('\n\n');
  });
  return `${[runTable(whole, say).trimEnd(), ...sections].join('\n\n')}\n`;
}

function part(heading: string, content: string): readonly string[] {
  return [`### ${heading}`, fenced(content)];
}

/** The text between fences that are longer than any in it, so that nothing in it becomes a part of the document. */
function fenced(content: string): string {
  const longest = Math.max(2, ...Array.from(content.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${content}\n${fence}`;
}
