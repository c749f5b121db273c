// Shows the extension at work in a real VS Code: `npm run demo -- --help` tells the options.
// It needs nothing but Node.js and npm; everything that has to be typed comes after the packages are there.
import { createRequire } from 'node:module';
import process from 'node:process';
import { isListening } from './demo/isListening.mjs';
import { HELP, OptionsError, parseOptions } from './demo/options.mjs';
import { installDependencies } from './test/installDependencies.mjs';

process.exitCode = await demo().catch((error) => {
  console.error(`demo: ${error instanceof Error ? error.message : error}`);
  if (error instanceof OptionsError) console.error('npm run demo -- --help explains the options.');
  return 1;
});
// Whatever a library left open must not keep the demo from ending.
process.stdout.write('', () => process.exit());

async function demo() {
  const options = parseOptions(process.argv.slice(2), process.env, process.cwd());
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const { port } = options;
  if (port !== undefined && !(await isListening(port))) {
    throw new Error(
      `Nothing answers on 127.0.0.1:${port}. Start a model server on that port, or leave --port out to use the practice server.`,
    );
  }
  installDependencies();
  const require = createRequire(import.meta.url);
  require('tsx/cjs');
  const { runDemo } = require('./demo/runDemo.ts');
  return runDemo(options);
}
