/* A host of its own. Arguments: a library of 10,000 blocks, one of 100 MB. Prints its measurements. */
import { benchCrossing, benchHostDelay } from './host';

const [library = '', large = ''] = process.argv.slice(2);

async function main(): Promise<void> {
  await benchCrossing(library);
  await benchHostDelay(library, large);
}

void main();
