import { text, type Text } from '../../../shared/model/text';
import type { SamplingParameters } from '../../../shared/model/payload';
import { parseJsonSchema } from '../../domain/payload/jsonSchema';
import { accepted, refused, type Parsed } from '../../domain/payload/parsed';
import { formatStopStrings, parseStopStrings } from './stopStrings';

/** One optional setting of sampling, as it is shown and typed. */
export interface SamplingField {
  readonly key: keyof SamplingParameters;
  readonly label: Text;
  /** What it does and what may be typed. */
  readonly detail: Text;
  /** True for a value of several lines. */
  readonly lines?: boolean;
  /** The value as it is typed; empty when it is left to the server. */
  readonly format: (parameters: SamplingParameters) => string;
  /** The parameters with what was typed; an empty text leaves the setting to the server. */
  readonly parse: (typed: string, parameters: SamplingParameters) => Parsed<SamplingParameters>;
}

interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

/** The optional settings of sampling, in the order in which they are shown. */
export const samplingFields: readonly SamplingField[] = [
  numberField(
    'topP',
    text('Top P'),
    text('Sample from the likeliest tokens that together have this probability: 0 to 1'),
    {
      min: 0,
      max: 1,
      whole: false,
    },
  ),
  numberField('topK', text('Top K'), text('Sample from this many likeliest tokens: a whole number; 0 is no limit'), {
    min: 0,
    max: 1_000_000,
    whole: true,
  }),
  numberField('minP', text('Min P'), text('Drop tokens less likely than this share of the likeliest: 0 to 1'), {
    min: 0,
    max: 1,
    whole: false,
  }),
  numberField('repeatPenalty', text('Repeat Penalty'), text('Above 1 discourages repetition: 0 to 10; 1 is off'), {
    min: 0,
    max: 10,
    whole: false,
  }),
  numberField(
    'seed',
    text('Seed'),
    text('The same seed gives the same answer where a server supports it: 0 to 4294967295, -1 for any'),
    {
      min: -1,
      max: 4_294_967_295,
      whole: true,
    },
  ),
  {
    key: 'stop',
    label: text('Stop Strings'),
    detail: text(
      'The model stops before writing one of these; separate them by commas; \\n is a line break, \\, a comma',
    ),
    format: ({ stop }) => (stop === undefined ? '' : formatStopStrings(stop)),
    parse: (typed: string, parameters: SamplingParameters): Parsed<SamplingParameters> => {
      const parsed = parseStopStrings(typed);
      return parsed.ok ? accepted(changed(parameters, 'stop', nonEmpty(parsed.value))) : parsed;
    },
  },
  {
    key: 'jsonSchema',
    label: text('JSON Schema'),
    detail: text('The answer has to be JSON of this schema, where the server can see to it: a JSON object'),
    lines: true,
    format: ({ jsonSchema }) => jsonSchema ?? '',
    parse: (typed: string, parameters: SamplingParameters): Parsed<SamplingParameters> => {
      const parsed = parseJsonSchema(typed);
      return parsed.ok ? accepted(changed(parameters, 'jsonSchema', parsed.value)) : parsed;
    },
  },
];

function numberField(
  key: Exclude<keyof SamplingParameters, 'stop' | 'jsonSchema'>,
  label: Text,
  detail: Text,
  range: Range,
): SamplingField {
  return {
    key,
    label,
    detail,
    format: (parameters) => parameters[key]?.toString() ?? '',
    parse: (typed: string, parameters: SamplingParameters): Parsed<SamplingParameters> => {
      if (typed.trim() === '') {
        return accepted(changed(parameters, key, undefined));
      }
      const parsed = parseNumber(typed.trim(), range);
      return parsed.ok ? accepted(changed(parameters, key, parsed.value)) : parsed;
    },
  };
}

function parseNumber(typed: string, { min, max, whole }: Range): Parsed<number> {
  const value = /^-?(?:\d+(?:[.,]\d*)?|[.,]\d+)$/.test(typed) ? Number(typed.replace(',', '.')) : Number.NaN;
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) {
    return accepted(value);
  }
  const problem = whole
    ? text('Enter a whole number from {0} to {1}, or nothing to leave it to the server.', String(min), String(max))
    : text('Enter a number from {0} to {1}, or nothing to leave it to the server.', String(min), String(max));
  return refused(problem);
}

function nonEmpty(list: readonly string[]): readonly string[] | undefined {
  return list.length > 0 ? list : undefined;
}

/** The parameters with one changed or, for undefined, taken out: absent is what leaves it to the server. */
function changed<Key extends keyof SamplingParameters>(
  parameters: SamplingParameters,
  key: Key,
  value: SamplingParameters[Key] | undefined,
): SamplingParameters {
  const others = Object.fromEntries(Object.entries(parameters).filter(([name]) => name !== key));
  return value === undefined ? others : { ...others, [key]: value };
}
