import type { Payload } from '../../../shared/model/payload';
import { text, type Text } from '../../../shared/model/text';
import type { PayloadPatch } from '../../domain/ports/payloadRepository';
import { modelFormatNames } from '../../domain/formats/modelFormats';
import { accepted, type Parsed } from '../../domain/payload/parsed';
import { parseHost, parsePort, parseResponseLength, parseTemperature } from '../../domain/payload/settings';
import { parseName } from '../../platform/vscode/nameInput';
import { samplingFields, type SamplingField } from './samplingParameters';

/** One of the values that a setting can have. */
export interface SettingOption {
  readonly label: Text;
  readonly detail?: Text;
  readonly patch: PayloadPatch;
  readonly isCurrent: (payload: Payload) => boolean;
}

/** How a setting is changed: by typing or by a choice. */
export type SettingEdit =
  | {
      /** An area has several lines; where there is only one line, its line breaks can be left out. */
      readonly kind: 'text' | 'area';
      /** The current value as it is typed. */
      readonly typed: (payload: Payload) => string;
      readonly placeholder?: Text;
      readonly parse: (typed: string, payload: Payload) => Parsed<PayloadPatch>;
    }
  | { readonly kind: 'choice'; readonly options: readonly SettingOption[] };

/** One line of the form of a payload's settings. */
export interface SettingField {
  readonly key: string;
  readonly label: Text;
  /** What it does and what may be typed. */
  readonly detail: Text;
  /** The current value for reading; the host is the one that counts where a payload names none. */
  readonly shown: (payload: Payload, defaultHost: string) => Text;
  readonly edit: SettingEdit;
}

const leftToServer = text('left to the server');

/** All settings of a payload, in the order in which the form and the tooltip show them. */
export const settingFields: readonly SettingField[] = [
  typed('name', text('Name'), text('The name of the payload; references to its responses follow'), {
    of: ({ name }) => name,
    parse: (raw) => patched(parseName(raw), (name) => ({ name })),
  }),
  typed('temperature', text('Temperature'), text('0 always takes the likeliest token; higher is more random'), {
    of: ({ temperature }) => String(temperature),
    parse: (raw) => patched(parseTemperature(raw), (temperature) => ({ temperature })),
  }),
  typed('responseLength', text('Response Length'), text('The longest answer in tokens: 1 or more'), {
    of: ({ responseLength }) => String(responseLength),
    parse: (raw) => patched(parseResponseLength(raw), (responseLength) => ({ responseLength })),
  }),
  typed('port', text('Port'), text('The port of the model server: 1 to 65535'), {
    of: ({ port }) => String(port),
    parse: (raw) => patched(parsePort(raw), (port) => ({ port })),
  }),
  {
    ...typed(
      'host',
      text('Host'),
      text('A host name, an address or a URL with a port of its own; nothing for the one in the settings'),
      {
        of: ({ host }) => host ?? '',
        parse: (raw) => patched(parseHost(raw), (host) => ({ host })),
      },
    ),
    shown: ({ host }, defaultHost) => (host === null ? text('{0} (from the settings)', defaultHost) : plain(host)),
  },
  {
    key: 'modelFormat',
    label: text('Model Format'),
    detail: text('How the messages become one text for a completion endpoint'),
    shown: ({ modelFormat }) => plain(modelFormat),
    edit: { kind: 'choice', options: modelFormatNames().map(modelFormatOption) },
  },
  choice('flow', text('Flow'), text('What happens with the response before this one'), [
    option('flow', 'auto', text('auto'), text('Append the last response when no reference names an earlier one')),
    option('flow', 'append', text('append'), text('Always append the last response')),
    option('flow', 'none', text('none'), text('Never append a response')),
  ]),
  choice('provider', text('Provider'), text('The protocol of the model server'), [
    option('provider', null, text('recognise from the port'), text('Find out what answers there')),
    option('provider', 'koboldcpp', text('KoboldCpp'), text("KoboldCpp's own streaming interface")),
    option('provider', 'llamacpp', text('llama-server'), text("llama.cpp's own server")),
    option('provider', 'ollama', text('Ollama'), text("Ollama's own interface")),
    option('provider', 'openai', text('OpenAI-compatible'), text('LM Studio, vLLM and others')),
  ]),
  {
    ...typed(
      'model',
      text('Model'),
      text('The model to ask for where a server offers several; nothing for its own choice'),
      {
        of: ({ model }) => model ?? '',
        parse: (raw) => accepted({ model: raw.trim() === '' ? null : raw.trim() }),
      },
    ),
    shown: ({ model }) => (model === null ? text("the server's own choice") : plain(model)),
  },
  ...samplingFields.map(samplingField),
];

function typed(
  key: string,
  label: Text,
  detail: Text,
  edit: { readonly of: (payload: Payload) => string; readonly parse: (raw: string) => Parsed<PayloadPatch> },
): SettingField {
  return {
    key,
    label,
    detail,
    shown: (payload) => plain(edit.of(payload)),
    edit: { kind: 'text', typed: edit.of, parse: edit.parse },
  };
}

function choice(key: string, label: Text, detail: Text, options: readonly SettingOption[]): SettingField {
  const shown = (payload: Payload): Text => options.find(({ isCurrent }) => isCurrent(payload))?.label ?? plain('');
  return { key, label, detail, shown, edit: { kind: 'choice', options } };
}

function option<Key extends 'flow' | 'provider'>(
  key: Key,
  value: Payload[Key],
  label: Text,
  detail: Text,
): SettingOption {
  return { label, detail, patch: { [key]: value }, isCurrent: (payload) => payload[key] === value };
}

function modelFormatOption({
  name,
  description,
}: {
  readonly name: string;
  readonly description: Text;
}): SettingOption {
  return {
    label: plain(name),
    detail: description,
    patch: { modelFormat: name },
    isCurrent: ({ modelFormat }) => modelFormat === name,
  };
}

function samplingField({ key, label, detail, lines = false, format, parse }: SamplingField): SettingField {
  return {
    key,
    label,
    detail,
    shown: ({ parameters }) => (parameters[key] === undefined ? leftToServer : plain(format(parameters))),
    edit: {
      kind: lines ? 'area' : 'text',
      typed: ({ parameters }) => format(parameters),
      placeholder: leftToServer,
      parse: (raw, { parameters }) => patched(parse(raw, parameters), (next) => ({ parameters: next })),
    },
  };
}

function patched<Value>(parsed: Parsed<Value>, patch: (value: Value) => PayloadPatch): Parsed<PayloadPatch> {
  return parsed.ok ? accepted(patch(parsed.value)) : parsed;
}

/** A value that is not a sentence and reads the same in every language. */
function plain(value: string): Text {
  return { message: '{0}', args: [value] };
}
