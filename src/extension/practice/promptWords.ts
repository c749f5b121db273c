/** A word of a prompt with its weight: how often and how late it stands there. */
export interface WeightedWord {
  readonly word: string;
  readonly weight: number;
}

/** Words that say nothing about what a text is about. */
const COMMON = new Set(
  (
    'about above after again against all also always among and another answer any are because been before being below between both but ' +
    'can cannot could does doing down during each every few for from further get give had has have having here hers him his how however ' +
    'into its itself just keep like made make many may might more most much must name never nor not now off once one only other our out ' +
    'over own previous read response same say says several shall she should some such take than that the their them then there these they ' +
    'thing this those three through too two under until upon use used very want was well were what when where which while who whom why ' +
    'will with within without would write wrote yes yet you your assistant user system'
  ).split(' '),
);

/** The most words that are looked at, from the end of the prompt. */
const LONGEST_LOOK = 4000;

/** The words that a prompt is about, the heaviest first; equal weights in the order of the alphabet. */
export function promptWords(prompt: string): readonly WeightedWord[] {
  const words = (prompt.match(/\p{L}[\p{L}\p{M}'’-]{2,}/gu) ?? []).slice(-LONGEST_LOOK);
  const weights = new Map<string, number>();
  words.forEach((written, at) => {
    const word = written.toLowerCase().replace(/['’-]+$/, '');
    if (word.length < 4 || word.length > 24 || COMMON.has(word)) return;
    // What stands later weighs up to twice as much: a step should take up what the step before it said.
    weights.set(word, (weights.get(word) ?? 0) + 1 + at / words.length);
  });
  return [...weights]
    .map(([word, weight]) => ({ word, weight }))
    .sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1));
}
