import type { ModelFormat } from './modelFormat';
import { modelFormats } from './modelFormats';

const byName: ReadonlyMap<string, ModelFormat> = new Map(modelFormats.map((format) => [format.name, format]));

/** The format of that name; undefined for a name that is not in the list. */
export function findModelFormat(name: string): ModelFormat | undefined {
  return byName.get(name);
}
