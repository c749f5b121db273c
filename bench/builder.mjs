// `npm run bench:builder`: installs what it needs, stages what ships in a folder of its own, and measures its panels.
import { installDependencies } from '../scripts/test/installDependencies.mjs';
import { runNode, stageExtension } from './stageExtension.mjs';

installDependencies();
runNode(['--import', 'tsx', 'bench/builder/main.ts', stageExtension('builder')], 1);
