import { resolve } from 'node:path';

/** What `--help` prints. */
export const HELP = `Shows the extension at work: builds it, opens a real VS Code, runs a workflow of three steps and prints every response.

npm run demo [-- OPTIONS]

  --open            leave VS Code open afterwards and say how to reach it
  --port P          use the model server on port P of this machine
                    (otherwise the one on port 5001, or a practice server when there is none)
  --workspace DIR   work in that folder; it is made when it is absent, and what is in it is kept
                    (otherwise demo-workspace in this repository)
  --help            print this text and do nothing`;

/** What was written cannot be understood; the message says what can be. */
export class OptionsError extends Error {}

const NAMES = ['--open', '--port', '--workspace', '--help'];

/**
 * Reads the command line of the demo.
 * @param {readonly string[]} args what was written after the name of the program
 * @param {Readonly<Record<string, string | undefined>>} environment npm says here what it took for itself, and where it was called
 * @param {string} folder where the program was called
 * @throws {OptionsError}
 */
export function parseOptions(args, environment, folder) {
  const options = { help: false, open: false, port: undefined, workspace: undefined };
  const rest = [...args];
  while (rest.length > 0) {
    const [name, given] = split(rest.shift());
    const value = () => given ?? valueOf(name, rest);
    switch (name) {
      case '--help':
      case '-h':
        refuseValue(name, given);
        options.help = true;
        break;
      case '--open':
        refuseValue(name, given);
        options.open = true;
        break;
      case '--port':
        options.port = parsePort(value());
        break;
      case '--workspace':
        options.workspace = resolve(environment.INIT_CWD || folder, nonEmpty(name, value()));
        break;
      default:
        throw new OptionsError(unknown(name, given));
    }
  }
  if (environment.npm_config_open === 'true' && !options.open) throw new OptionsError(takenByNpm('--open'));
  if (environment.npm_config_port === 'true') throw new OptionsError(takenByNpm('--port P'));
  return options;
}

/** Cuts `--name=value` in two. */
function split(argument) {
  const at = argument.startsWith('--') ? argument.indexOf('=') : -1;
  return at === -1 ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)];
}

function valueOf(name, rest) {
  const next = rest[0];
  return nonEmpty(name, next === undefined || next.startsWith('--') ? '' : rest.shift());
}

function nonEmpty(name, value) {
  if (value.trim() !== '') return value;
  const example = name === '--port' ? '--port 5001' : '--workspace my-folder';
  throw new OptionsError(`${name} needs a value, such as ${example}.`);
}

function refuseValue(name, given) {
  if (given !== undefined) throw new OptionsError(`${name} takes no value, but "${given}" was given.`);
}

function parsePort(text) {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw text === '' ? new OptionsError('--port needs a value, such as --port 5001.') : notAPort(text);
}

function notAPort(text) {
  return new OptionsError(`"${text}" is not a port: --port takes a whole number from 1 to 65535.`);
}

function unknown(name, given) {
  // npm takes an option that stands before "--" for its own and hands on its value alone.
  if (!name.startsWith('-')) {
    return `"${name}" belongs to no option. Write options after "--", such as: npm run demo -- --port 5001.`;
  }
  const written = given === undefined ? name : `${name}=${given}`;
  return `"${written}" is not an option. There are ${NAMES.slice(0, -1).join(', ')} and ${NAMES.at(-1)}.`;
}

function takenByNpm(option) {
  return `npm took ${option} for itself. Write options after "--": npm run demo -- ${option}.`;
}
