import { text } from '../../../shared/model/text';
import type { ModelFormat } from '../formats/modelFormat';
import { modelFormats } from '../formats/modelFormats';
import { findAny, findPattern } from './findAny';
import type { LintRule } from './lint';

/** A line that begins with the name of a speaker, as people write dialogues for models without a template. */
const SPEAKER = String.raw`(?:^|\n)(?:User|USER|Human|HUMAN|Question|Q|You):`;

/** What stands before a turn of the user in each format that marks it with a token of its own. */
const turns: readonly { readonly mark: string; readonly stop: readonly string[] }[] = modelFormats
  .filter(({ kind, user }) => kind === 'template' && /[<[#\]]/.test(user.before))
  .map(({ user, stop }: ModelFormat) => ({ mark: user.before.trim(), stop }));

/**
 * Turns that are marked by hand in a text that is sent as it is, with nothing to stop at: the model goes on and writes
 * the next turn of the person as well.
 */
export const missingStop: LintRule = ({ blocks, format, form, stop }) => {
  if (form === 'messages' || format.kind === 'template') {
    return [];
  }
  const typed = findAny(
    blocks,
    turns.map(({ mark }) => mark),
  )[0]?.found;
  const speaker = findPattern(blocks, SPEAKER)[0]?.found.trim();
  const wanted = turns.find(({ mark }) => mark === typed)?.stop ?? (speaker === undefined ? [] : [`\n${speaker}`]);
  const turn = typed ?? speaker;
  if (turn === undefined || wanted.some((one) => stop.some((sent) => one.includes(sent)))) {
    return [];
  }
  const sentence = text(
    'Nothing stops the model from writing the next turn, "{0}", as well. Add the stop strings of that form.',
    turn,
  );
  return [{ code: 'missing-stop', severity: 'warning', text: sentence, fix: { kind: 'addStops', stops: wanted } }];
};
