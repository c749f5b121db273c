import { text, type Text } from '../../../shared/model/text';
import { type ModelFormat, unmarked } from './modelFormat';
import { chatmlFormats } from './templates/chatmlFormats';
import { deepseekFormats } from './templates/deepseekFormats';
import { googleFormats } from './templates/googleFormats';
import { llamaFormats } from './templates/llamaFormats';
import { mistralFormats } from './templates/mistralFormats';
import { roleTagFormats } from './templates/roleTagFormats';
import { wordFormats } from './templates/wordFormats';

const unmarkedFormats: readonly ModelFormat[] = [
  unmarked('default', text('Messages to a chat API, the text unchanged to a completion API')),
  unmarked('auto', text("The server's own chat template")),
  unmarked('raw', text('The text unchanged, to every API')),
];

const templates: readonly ModelFormat[] = [
  ...chatmlFormats,
  ...deepseekFormats,
  ...googleFormats,
  ...llamaFormats,
  ...mistralFormats,
  ...roleTagFormats,
  ...wordFormats,
].sort((a, b) => (a.name < b.name ? -1 : 1));

/**
 * Names that databases of the original application hold, with what they mean now. Its `command-r` is a name of ours too.
 * `mistral` named no version: without a system message all of them differ only in blanks, and the form of Mistral Nemo
 * is also that of the newest. The two Llama forms wrote `<s>` as well, which servers add themselves.
 */
const origins: readonly ModelFormat[] = [
  { ...template('mistral-v3-tekken'), name: 'mistral', description: text('Mistral, when the version is not known') },
  { ...template('llama2'), name: 'llama', description: text('Llama 2, instruction only') },
  {
    ...template('llama2'),
    name: 'llama_chat',
    description: text('Llama 2 Chat with a system message'),
    defaultSystem: 'You are a helpful assistant.',
  },
];

/** Every format: those without marks first, then by name, then the names of the original application. */
export const modelFormats: readonly ModelFormat[] = [...unmarkedFormats, ...templates, ...origins];

const byName: ReadonlyMap<string, ModelFormat> = new Map(modelFormats.map((format) => [format.name, format]));

/** The format of that name; undefined for a name that is not in the list. */
export function findModelFormat(name: string): ModelFormat | undefined {
  return byName.get(name);
}

/** All names that a payload may have, with what they are for, in the order of the list that a person chooses from. */
export function modelFormatNames(): readonly { readonly name: string; readonly description: Text }[] {
  return modelFormats.map(({ name, description }) => ({ name, description }));
}

function template(name: string): ModelFormat {
  const format = templates.find((candidate) => candidate.name === name);
  if (format === undefined) {
    throw new Error(`The list of model formats lacks ${name}.`);
  }
  return format;
}
