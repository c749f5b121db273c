// `npm run bench:vscode`: installs what it needs, stages what ships in a folder of its own, and measures it.
import { installDependencies } from '../scripts/test/installDependencies.mjs';
import { runNode, stageExtension } from './stageExtension.mjs';

installDependencies();
runNode(['--import', 'tsx', 'bench/vscode/main.ts', stageExtension('extension')], 1);
