/*
 * A program that executes the transactions of a seed, from where the database stands, and prints the number of each that
 * was acknowledged. Arguments: database, wasm, storage, seed, the operation at which to crash (0: never), which
 * operations count, the signal, how many transactions at most.
 */
import { writeSync } from 'node:fs';
import { crashingOperations } from './crashingOperations';
import { openFile } from './openFile';
import { execute, positionIn } from './transactions';

const [path = '', wasmPath = '', storage = '', seed = '0', crashAt = '0', only = '', signal = '', most = '1'] =
  process.argv.slice(2);

async function main(): Promise<void> {
  const crashing = crashingOperations(Number(crashAt), signal as NodeJS.Signals, new RegExp(only));
  const kind = storage === 'whole-file' ? storage : 'best';
  const file = await openFile(path, wasmPath, kind, crashing.operations);
  const begin = positionIn(file.reader());
  if (Number(crashAt) > 0) crashing.arm();
  for (let number = begin + 1; number <= begin + Number(most); number += 1) {
    await file.prepareWrite();
    execute(file.begin(), Number(seed), number);
    await file.commit();
    writeSync(1, `${number}\n`);
  }
  file.close();
}

void main();
