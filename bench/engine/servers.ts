/* Practice servers in a process of their own. Argument: how they are to be, as JSON, one for each. Prints their ports. */
import { startPracticeServer } from '../../src/extension/practice/practiceServer';
import { practiceText } from '../../src/extension/practice/practiceText';
import type { TextSource } from '../../src/extension/practice/textSource';
import type { ServerPlan } from './serverProcess';

const wanted = JSON.parse(process.argv[2] ?? '[]') as readonly ServerPlan[];

/** Writes words without an end: how long an answer is, the request alone says. */
const endless: TextSource = {
  ...practiceText(1_000_000),
  *continue() {
    for (let count = 0; ; count += 1) yield count % 12 === 11 ? ' word\n' : ' word';
  },
};

async function main(): Promise<void> {
  const servers = await Promise.all(
    wanted.map(({ tokensPerSecond }) => startPracticeServer({ port: 0, tokensPerSecond, source: endless })),
  );
  process.stdout.write(`${JSON.stringify(servers.map(({ port }) => port))}\n`);
}

// They live as long as whoever started them.
process.stdin.resume().on('end', () => process.exit());
void main();
