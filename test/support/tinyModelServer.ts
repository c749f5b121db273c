import {
  startPracticeServer,
  type PracticeServer,
  type PracticeServerOptions,
} from '../../src/extension/practice/practiceServer';
import { seededRandom } from '../../src/extension/practice/seededRandom';
import type { Sampling, TextSource, Token } from '../../src/extension/practice/textSource';
import { beginText } from './tinyForward';
import { loadTinyModel, type TinyModel } from './tinyModel';

/** The tokens with a meaning of their own; they have no text. */
const UNKNOWN = 0;
const BEGINNING = 1;
const END = 2;
/** The first of the 256 tokens that stand for bytes. */
const FIRST_BYTE = 3;

/** Serves the real 260K-parameter model by the protocols of the practice server. Ask `hasTinyModel` first. */
export function startTinyModelServer(options: Omit<PracticeServerOptions, 'source'>): Promise<PracticeServer> {
  const source = tinyTextSource(loadTinyModel());
  const contextSize = options.contextSize ?? source.contextSize;
  return startPracticeServer({ tokensPerSecond: 0, ...options, source: { ...source, contextSize } });
}

/** Text written by the model. */
export function tinyTextSource(model: TinyModel): TextSource {
  const ids = new Map(model.words.map((word, id) => [word, id]));
  return {
    modelName: 'stories260K',
    contextSize: model.contextSize,
    encode: (text) => encode(model, ids, text),
    chatPrompt: (messages) => messages.map(({ content }) => content).join('\n'),
    continue: (prompt, sampling) => write(model, prompt, sampling),
  };
}

/** SentencePiece: characters first, then again and again the two neighbours whose union has the best score. */
function encode(model: TinyModel, ids: ReadonlyMap<string, number>, text: string): readonly Token[] {
  const tokens: number[] = [];
  for (const character of ` ${text}`) {
    const id = ids.get(character);
    if (id === undefined) tokens.push(...[...Buffer.from(character)].map((byte) => byte + FIRST_BYTE));
    else tokens.push(id);
  }
  while (true) {
    let best = { score: -Infinity, at: -1, id: -1 };
    for (let at = 0; at + 1 < tokens.length; at++) {
      const id = ids.get(model.words[tokens[at]!]! + model.words[tokens[at + 1]!]!);
      const score = id === undefined ? -Infinity : model.scores[id]!;
      if (id !== undefined && score > best.score) best = { score, at, id };
    }
    if (best.at < 0) break;
    tokens.splice(best.at, 2, best.id);
  }
  return [BEGINNING, ...tokens].map((id) => ({ id, text: model.words[id]! }));
}

function* write(model: TinyModel, prompt: readonly Token[], { temperature, seed }: Sampling): Generator<string, void> {
  const next = beginText(model);
  const random = seededRandom(seed);
  const decoder = new TextDecoder();
  let logits: Float32Array = new Float32Array(model.words.length);
  for (const { id } of prompt) logits = next(id);
  while (true) {
    const token = temperature === 0 ? likeliest(logits) : drawn(logits, temperature, random());
    if (token === END) return;
    // After a story the model begins another one by itself, and llama.cpp lets it.
    yield decoder.decode(bytesOf(model, token), { stream: true });
    logits = next(token);
  }
}

function bytesOf(model: TinyModel, token: number): Uint8Array {
  if (token === UNKNOWN || token === BEGINNING) return new Uint8Array();
  const word = model.words[token]!;
  const byte = /^<0x([0-9A-F]{2})>$/.exec(word)?.[1];
  return byte === undefined ? Buffer.from(word) : Buffer.from(byte, 'hex');
}

function likeliest(logits: Float32Array): number {
  return logits.reduce((best, value, id) => (value > logits[best]! ? id : best), 0);
}

function drawn(logits: Float32Array, temperature: number, random: number): number {
  const highest = Math.max(...logits);
  const weights = Array.from(logits, (value) => Math.exp((value - highest) / temperature));
  let left = random * weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.findIndex((weight) => (left -= weight) < 0);
  return found >= 0 ? found : likeliest(logits);
}
