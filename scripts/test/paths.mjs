import { join, resolve } from 'node:path';

/** The folder of this repository. */
export const REPOSITORY = resolve(import.meta.dirname, '../..');

/** Where the output of each stage goes. */
export const LOG_FOLDER = join(REPOSITORY, 'out/logs');

/** Where it is remembered which checks have passed. */
export const PASSED_FOLDER = join(REPOSITORY, 'out/passed');
