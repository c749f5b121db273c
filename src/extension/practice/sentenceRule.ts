import { promptWords, type WeightedWord } from './promptWords';
import type { Random } from './seededRandom';

/** Forms of a sentence. `A` and `B` are words of the prompt, `q` an adjective, `v` a verb, `p` a place or time. */
const FORMS = [
  'First comes "A", and it v "B".',
  'Where the prompt says "A", a q "B" follows.',
  'A q "A" v "B" p.',
  'Nothing about "A" is q until it v "B".',
  'Set "A" beside "B": the one v the other p.',
  'Whoever asks for "A" finds "B" p.',
  'In short, "A" v "B", and that is q.',
  'So "A" stays q p, and "B" does not.',
] as const;

const QUALITIES = [
  'small',
  'quiet',
  'useful',
  'curious',
  'patient',
  'bright',
  'plain',
  'steady',
  'careful',
  'new',
] as const;
const VERBS = [
  'carries',
  'explains',
  'needs',
  'answers',
  'leads to',
  'repeats',
  'holds',
  'changes',
  'follows',
  'meets',
] as const;
const PLACES = [
  'at the start',
  'near the end',
  'in every step',
  'on this machine',
  'once more',
  'in the middle',
  'before long',
] as const;
/** Stands in where a prompt has too few words of its own. */
const SPARE: readonly WeightedWord[] = ['practice', 'server', 'prompt', 'rule', 'word'].map((word) => ({
  word,
  weight: 0.5,
}));

/** Marks of a model format and of Markdown links: they are not what a prompt is about. */
const MARKS = /<[^<>\s]{1,40}>|\[\/?[A-Z_]{2,20}\]|https?:\/\/\S+/g;

/** How many words of the end of the prompt the first sentence repeats. */
const ECHO = 6;
const FEWEST_SENTENCES = 5;
const MOST_SENTENCES = 12;

/**
 * Writes sentences about the words of a prompt by a fixed rule. It is no language model: it understands nothing.
 * @param temperature 0 always takes the heaviest choice; higher ones take lighter choices more often
 */
export function* sentences(written: string, temperature: number, random: Random): Generator<string> {
  const prompt = written.replace(MARKS, ' ');
  const words = withSpare(promptWords(prompt));
  const lastUse = new Map<string, number>();
  const choose = (among: readonly WeightedWord[], now: number): string => {
    const fresh = among.map(({ word, weight }) => ({ word, weight: weight * freshness(lastUse.get(word), now) }));
    const { word } = pick(fresh, temperature, random);
    lastUse.set(word, now);
    return word;
  };
  const count =
    temperature === 0 ? 8 : FEWEST_SENTENCES + Math.floor(random() * (MOST_SENTENCES - FEWEST_SENTENCES + 1));

  yield `This is practice text about ${echo(prompt)}.`;
  for (let now = 1; now <= count; now++) {
    const form = choose(evenly(FORMS), now);
    const filled = form.replace(/\b(?:A|B|q|v|p)\b/g, (place, at: number) => {
      if (place === 'A' && at === 0) return place; // the article, not the place of a word
      const among =
        place === 'q' ? evenly(QUALITIES) : place === 'v' ? evenly(VERBS) : place === 'p' ? evenly(PLACES) : words;
      return choose(among, now);
    });
    // A paragraph every four sentences, so that readers see line breaks arrive too.
    yield (now % 4 === 1 ? '\n\n' : ' ') + filled;
  }
}

function echo(prompt: string): string {
  const tail = (prompt.match(/[\p{L}\p{N}'’-]+/gu) ?? []).slice(-ECHO);
  return tail.length === 0 ? 'an empty prompt' : `a prompt that ends in "${tail.join(' ')}"`;
}

function withSpare(words: readonly WeightedWord[]): readonly WeightedWord[] {
  return words.length >= SPARE.length ? words.slice(0, 60) : [...words, ...SPARE];
}

/** What was used lately counts less, so that even the greedy text does not go round in circles. */
function freshness(usedAt: number | undefined, now: number): number {
  return usedAt === undefined ? 1 : 1 - 0.95 ** (1 + (now - usedAt) * (now - usedAt));
}

function evenly(choices: readonly string[]): readonly WeightedWord[] {
  return choices.map((word, at) => ({ word, weight: 1 - at * 0.001 }));
}

function pick(among: readonly WeightedWord[], temperature: number, random: Random): WeightedWord {
  const heaviest = among.reduce((best, one) => (one.weight > best.weight ? one : best));
  if (temperature <= 0) return heaviest;
  const scaled = among.map(({ weight }) => (weight / heaviest.weight) ** (1 / temperature));
  let left = random() * scaled.reduce((sum, one) => sum + one, 0);
  return among.find((_, at) => (left -= scaled[at] ?? 0) < 0) ?? heaviest;
}
