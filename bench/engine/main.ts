/* Prints one JSON object a line for each measurement; with names as arguments only those groups. */
import { benchAdded } from './added';
import { benchMemory } from './memory';
import { benchQueued } from './queued';
import { benchStreaming } from './streaming';

const wanted = process.argv.slice(2);
const groups: Readonly<Record<string, () => Promise<void>>> = {
  added: benchAdded,
  streaming: benchStreaming,
  queued: benchQueued,
  memory: benchMemory,
};

async function main(): Promise<void> {
  for (const [name, run] of Object.entries(groups)) if (wanted.length === 0 || wanted.includes(name)) await run();
}

void main();
