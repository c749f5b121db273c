import { join, resolve } from 'node:path';

/** The folder of this repository. */
export const REPOSITORY = resolve(import.meta.dirname, '../..');

/** Where the output of each stage goes. */
export const LOG_FOLDER = join(REPOSITORY, 'out/logs');
