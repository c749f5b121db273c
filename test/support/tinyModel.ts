import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Where the 260K-parameter model lies, if it is on this machine. */
const FOLDER = resolve('..', 'shared', 'models');
const WEIGHTS = resolve(FOLDER, 'stories260K.bin');
const VOCABULARY = resolve(FOLDER, 'tok512.bin');

/** The weights of one layer; matrices by rows. */
interface Layer {
  readonly attentionNorm: Float32Array;
  readonly query: Float32Array;
  readonly key: Float32Array;
  readonly value: Float32Array;
  readonly output: Float32Array;
  readonly feedNorm: Float32Array;
  readonly gate: Float32Array;
  readonly down: Float32Array;
  readonly up: Float32Array;
}

/** A Llama model with its words, as llama2.c stores it. */
export interface TinyModel {
  readonly size: number;
  readonly hidden: number;
  readonly heads: number;
  readonly keyHeads: number;
  readonly contextSize: number;
  readonly words: readonly string[];
  readonly scores: readonly number[];
  readonly embedding: Float32Array;
  readonly layers: readonly Layer[];
  readonly finalNorm: Float32Array;
}

/** Whether the model is there. */
export function hasTinyModel(): boolean {
  return existsSync(WEIGHTS) && existsSync(VOCABULARY);
}

/** Reads the model: seven integers, then the weights kind by kind, all layers of a kind together. */
export function loadTinyModel(): TinyModel {
  const bytes = readFileSync(WEIGHTS);
  const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const [size = 0, hidden = 0, layerCount = 0, heads = 0, keyHeads = 0, signedWords = 0, contextSize = 0] =
    new Int32Array(data, 0, 7);
  const wordCount = Math.abs(signedWords); // a positive count says that the output shares the embedding
  const keySize = (size / heads) * keyHeads;
  let at = 7 * 4;
  const take = (count: number): Float32Array => {
    const weights = new Float32Array(data, at, count);
    at += count * 4;
    return weights;
  };
  const each = (count: number): Float32Array[] => Array.from({ length: layerCount }, () => take(count));
  const embedding = take(wordCount * size);
  const kinds = {
    attentionNorm: each(size),
    query: each(size * size),
    key: each(size * keySize),
    value: each(size * keySize),
    output: each(size * size),
    feedNorm: each(size),
    gate: each(size * hidden),
    down: each(hidden * size),
    up: each(size * hidden),
  };
  const layers = Array.from({ length: layerCount }, (_, layer): Layer => ({
    attentionNorm: kinds.attentionNorm[layer]!,
    query: kinds.query[layer]!,
    key: kinds.key[layer]!,
    value: kinds.value[layer]!,
    output: kinds.output[layer]!,
    feedNorm: kinds.feedNorm[layer]!,
    gate: kinds.gate[layer]!,
    down: kinds.down[layer]!,
    up: kinds.up[layer]!,
  }));
  return { size, hidden, heads, keyHeads, contextSize, embedding, layers, finalNorm: take(size), ...readWords() };
}

/** The words: after the length of the longest, a score, a length and the text of each. */
function readWords(): { readonly words: readonly string[]; readonly scores: readonly number[] } {
  const bytes = readFileSync(VOCABULARY);
  const words: string[] = [];
  const scores: number[] = [];
  for (let at = 4; at < bytes.byteLength;) {
    const length = bytes.readInt32LE(at + 4);
    scores.push(bytes.readFloatLE(at));
    words.push(bytes.toString('utf8', at + 8, at + 8 + length));
    at += 8 + length;
  }
  return { words, scores };
}
