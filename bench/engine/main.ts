/* Prints one JSON object a line for each measurement of the group that its argument names. */
import { benchAdded } from './added';
import { benchMemory } from './memory';
import { benchQueued } from './queued';
import { benchStreaming } from './streaming';

const groups: Readonly<Record<string, () => Promise<void>>> = {
  added: benchAdded,
  streaming: benchStreaming,
  queued: benchQueued,
  memory: benchMemory,
};

async function main(name: string | undefined): Promise<void> {
  const run = groups[name ?? ''];
  if (run === undefined) throw new Error(`Name one of ${Object.keys(groups).join(', ')}.`);
  await run();
}

void main(process.argv[2]);
