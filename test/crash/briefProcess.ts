/*
 * A program in which several write brief transactions at the same time, from where the database stands. It prints the
 * writer and the number of each that was acknowledged, and how many there are before what belongs together is written.
 * Arguments: database, wasm, storage, seed, the operation at which to crash (0: never), which operations count, the
 * signal, how many transactions of each writer at most.
 */
import { writeSync } from 'node:fs';
import { BriefWriters, positionsIn } from './briefWriters';
import { crashingOperations } from './crashingOperations';
import { openFile } from './openFile';

const [path = '', wasmPath = '', storage = '', seed = '0', crashAt = '0', only = '', signal = '', most = '1'] =
  process.argv.slice(2);

async function main(): Promise<void> {
  const crashing = crashingOperations(Number(crashAt), signal as NodeJS.Signals, new RegExp(only));
  const file = await openFile(path, wasmPath, storage === 'whole-file' ? storage : 'best', crashing.operations);
  const writers = new BriefWriters(file, Number(seed), (count) => {
    writeSync(1, `group ${count}\n`);
  });
  const from = positionsIn(file.reader());
  if (Number(crashAt) > 0) crashing.arm();
  await writers.run(from, Number(most), (writer, number) => {
    writeSync(1, `${writer} ${number}\n`);
  });
  file.close();
}

void main();
