/* A process of its own, for what is measured from its start. Arguments: what to do, the database. Prints one number. */
import { openOurs } from './ours';

const [job = '', path = ''] = process.argv.slice(2);

async function main(): Promise<void> {
  const engine = await openOurs(path);
  switch (job) {
    case 'firstRow':
      engine.query('SELECT * FROM blocks WHERE id = 1');
      break;
    case 'scan':
      engine.query('SELECT sum(length(content)) FROM blocks');
      process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
      break;
  }
  engine.close();
}

void main();
