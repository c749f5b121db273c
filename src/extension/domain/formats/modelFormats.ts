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

const formats = new Map([...unmarkedFormats, ...templates].map((format) => [format.name, format]));

/**
 * Names that databases of the original application hold, with what they mean now. Its `command-r` is a name of ours too.
 * It left `mistral` to the server's template; the form of the tekken models is the one that both the older ones and
 * those with a system role of their own understand. Its two Llama forms wrote `<s>`, which servers add themselves.
 */
const origins: readonly ModelFormat[] = [
  { ...known('mistral-v3-tekken'), name: 'mistral', description: text('Mistral, any version') },
  { ...known('llama2'), name: 'llama', description: text('Llama 2, instruction only') },
  {
    ...known('llama2'),
    name: 'llama_chat',
    description: text('Llama 2 Chat with a system message'),
    defaultSystem: 'You are a helpful assistant.',
  },
];

for (const format of origins) {
  formats.set(format.name, format);
}

/** The format of that name; undefined for a name that is not in the list. */
export function findModelFormat(name: string): ModelFormat | undefined {
  return formats.get(name);
}

/** All names that a payload may have, with what they are for: those without marks first, then by name, then the old ones. */
export function modelFormatNames(): readonly { readonly name: string; readonly description: Text }[] {
  return [...formats.values()].map(({ name, description }) => ({ name, description }));
}

function known(name: string): ModelFormat {
  const format = formats.get(name);
  if (format === undefined) {
    throw new Error(`The list of model formats lacks ${name}.`);
  }
  return format;
}
