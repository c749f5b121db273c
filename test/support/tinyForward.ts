import type { TinyModel } from './tinyModel';

/** Computes how likely each word comes next, after one more token at the next position. The array is used again. */
export type NextWord = (token: number) => Float32Array;

/** Begins a text: a Llama forward pass that remembers the keys and values of the tokens before. */
export function beginText(model: TinyModel): NextWord {
  const { size, hidden, heads, keyHeads, contextSize, layers, embedding } = model;
  const headSize = size / heads;
  const keySize = headSize * keyHeads;
  const vector = (length: number): Float32Array => new Float32Array(length);
  const stream = vector(size);
  const normed = vector(size);
  const query = vector(size);
  const mixed = vector(size);
  const projected = vector(size);
  const gate = vector(hidden);
  const up = vector(hidden);
  const weights = vector(contextSize);
  const logits = vector(model.words.length);
  const keys = layers.map(() => vector(contextSize * keySize));
  const values = layers.map(() => vector(contextSize * keySize));
  let position = 0;

  return (token) => {
    stream.set(embedding.subarray(token * size, (token + 1) * size));
    layers.forEach((layer, index) => {
      const keyMemory = keys[index]!;
      const valueMemory = values[index]!;
      const key = keyMemory.subarray(position * keySize, (position + 1) * keySize);
      normalise(normed, stream, layer.attentionNorm);
      multiply(query, layer.query, normed);
      multiply(key, layer.key, normed);
      multiply(valueMemory.subarray(position * keySize, (position + 1) * keySize), layer.value, normed);
      rotate(query, position, headSize);
      rotate(key, position, headSize);
      mixed.fill(0);
      for (let head = 0; head < heads; head++) {
        const from = head * headSize;
        const memoryFrom = Math.floor((head * keyHeads) / heads) * headSize;
        for (let past = 0; past <= position; past++) {
          const start = past * keySize + memoryFrom;
          let sum = 0;
          for (let i = 0; i < headSize; i++) sum += query[from + i]! * keyMemory[start + i]!;
          weights[past] = sum / Math.sqrt(headSize);
        }
        softmax(weights, position + 1);
        for (let past = 0; past <= position; past++) {
          const start = past * keySize + memoryFrom;
          for (let i = 0; i < headSize; i++) mixed[from + i]! += weights[past]! * valueMemory[start + i]!;
        }
      }
      multiply(projected, layer.output, mixed);
      add(stream, projected);
      normalise(normed, stream, layer.feedNorm);
      multiply(gate, layer.gate, normed);
      multiply(up, layer.up, normed);
      for (let i = 0; i < hidden; i++) gate[i] = (gate[i]! / (1 + Math.exp(-gate[i]!))) * up[i]!;
      multiply(projected, layer.down, gate);
      add(stream, projected);
    });
    normalise(normed, stream, model.finalNorm);
    multiply(logits, embedding, normed);
    position++;
    return logits;
  };
}

function multiply(result: Float32Array, matrix: Float32Array, by: Float32Array): void {
  const width = by.length;
  for (let row = 0; row < result.length; row++) {
    const start = row * width;
    let sum = 0;
    for (let column = 0; column < width; column++) sum += matrix[start + column]! * by[column]!;
    result[row] = sum;
  }
}

function normalise(result: Float32Array, vector: Float32Array, scale: Float32Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const factor = 1 / Math.sqrt(squares / vector.length + 1e-5);
  for (let i = 0; i < vector.length; i++) result[i] = scale[i]! * vector[i]! * factor;
}

function add(to: Float32Array, vector: Float32Array): void {
  for (let i = 0; i < to.length; i++) to[i]! += vector[i]!;
}

function softmax(values: Float32Array, count: number): void {
  let highest = -Infinity;
  for (let i = 0; i < count; i++) highest = Math.max(highest, values[i]!);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i] = Math.exp(values[i]! - highest);
  for (let i = 0; i < count; i++) values[i]! /= sum;
}

/** Rotary position: each neighbouring pair of a head turns by an angle of its own. */
function rotate(vector: Float32Array, position: number, headSize: number): void {
  for (let i = 0; i < vector.length; i += 2) {
    const angle = position / 10_000 ** ((i % headSize) / headSize);
    const [x, y] = [vector[i]!, vector[i + 1]!];
    vector[i] = x * Math.cos(angle) - y * Math.sin(angle);
    vector[i + 1] = x * Math.sin(angle) + y * Math.cos(angle);
  }
}
