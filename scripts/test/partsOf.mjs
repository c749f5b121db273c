import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './paths.mjs';

/** Deals the test files in and below a folder into parts that take about equally long, as far as their sizes tell. */
export function partsOf(folder, count) {
  const files = readdirSync(join(REPOSITORY, folder), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => ({
      path: `${folder}/${name.replaceAll('\\', '/')}`,
      size: statSync(join(REPOSITORY, folder, name)).size,
    }))
    .sort((one, other) => other.size - one.size || (one.path < other.path ? -1 : 1));
  const parts = Array.from({ length: count }, () => ({ paths: [], size: 0 }));
  for (const { path, size } of files) {
    const smallest = parts.reduce((least, part) => (part.size < least.size ? part : least));
    smallest.paths.push(path);
    smallest.size += size;
  }
  return parts.map(({ paths }) => paths);
}
