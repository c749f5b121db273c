import type { PayloadSettings, SamplingParameters } from '../../../shared/model/payload';
import { text, type Text } from '../../../shared/model/text';
import { findModelFormat } from '../formats/modelFormats';
import { InvalidInputError } from '../ports/invalidInputError';
import { parseBaseUrl } from './baseUrl';
import { hostWithin, isHost, withoutBrackets } from './host';
import { isJsonSchema, jsonSchemaRule } from './jsonSchema';
import { accepted, type Parsed, refused } from './parsed';

/** The highest temperature: what the servers of today accept without complaint. */
export const MAX_TEMPERATURE = 5;
/** The longest answer, in tokens: beyond the context of every model. */
export const MAX_RESPONSE_LENGTH = 1_000_000;
/** The highest port of TCP. */
export const MAX_PORT = 65_535;

/** What a new payload begins with: the defaults of the seed schema, and the extension's own for what that lacks. */
export const defaultSettings: PayloadSettings = {
  temperature: 0.6,
  responseLength: 1000,
  port: 5001,
  host: null,
  modelFormat: 'default',
  provider: null,
  model: null,
  parameters: {},
  flow: 'auto',
};

const TEMPERATURE: Text = text('The temperature is a number from 0 to {0}, such as 0.6.', MAX_TEMPERATURE);
const RESPONSE_LENGTH: Text = text(
  'The response length is a whole number of tokens from 1 to {0}.',
  MAX_RESPONSE_LENGTH,
);
const PORT: Text = text('The port is a whole number from 1 to {0}.', MAX_PORT);

/** Reads a temperature, written with a decimal point or comma. 0 is one. */
export function parseTemperature(typed: string): Parsed<number> {
  const raw = typed.trim();
  const value = /^(?:\d+(?:[.,]\d*)?|[.,]\d+)$/.test(raw) ? Number(raw.replace(',', '.')) : Number.NaN;
  return isTemperature(value) ? accepted(value) : refused(TEMPERATURE);
}

/** Reads the longest answer, in tokens. */
export function parseResponseLength(typed: string): Parsed<number> {
  const value = wholeNumber(typed);
  return isResponseLength(value) ? accepted(value) : refused(RESPONSE_LENGTH);
}

/** Reads a port. */
export function parsePort(typed: string): Parsed<number> {
  const value = wholeNumber(typed);
  return isPort(value) ? accepted(value) : refused(PORT);
}

/**
 * Reads a host name or address, or the base of a URL, whose own port then counts. Nothing typed means null, the setting.
 * An IPv6 address may stand in square brackets, which the value does not have.
 */
export function parseHost(typed: string): Parsed<string | null> {
  const raw = typed.trim();
  const host = withoutBrackets(raw);
  if (raw === '') {
    return accepted(null);
  }
  if (host === raw ? isHost(host) : host.includes(':') && isHost(host)) {
    return accepted(host);
  }
  if (parseBaseUrl(raw) !== undefined) {
    return accepted(raw);
  }
  const within = hostWithin(raw);
  return within === undefined
    ? refused(text('"{0}" is no host name or address. Write for example {1}.', raw, '127.0.0.1'))
    : refused(
        text(
          'Write only the host, such as {0}, or an address that begins with http:// or https:// and holds no password or query.',
          within,
        ),
      );
}

/** Reads the name of a model format, capitals or not. */
export function parseModelFormat(typed: string): Parsed<string> {
  const name = typed.trim().toLowerCase();
  return findModelFormat(name) === undefined ? refused(unknownFormat(typed.trim())) : accepted(name);
}

/**
 * Refuses settings that no server could be asked for; only those present are looked at.
 * @throws {InvalidInputError} for the first that is out of range or not a number
 */
export function checkSettings(patch: Partial<PayloadSettings>): void {
  const { temperature, responseLength, port, host, modelFormat, model, parameters } = patch;
  ensure(temperature === undefined || isTemperature(temperature), TEMPERATURE);
  ensure(responseLength === undefined || isResponseLength(responseLength), RESPONSE_LENGTH);
  ensure(port === undefined || isPort(port), PORT);
  ensure(
    host === undefined || host === null || isHost(host) || parseBaseUrl(host) !== undefined,
    text('"{0}" is no host name or address.', host ?? ''),
  );
  ensure(modelFormat === undefined || findModelFormat(modelFormat) !== undefined, unknownFormat(modelFormat ?? ''));
  ensure((model ?? 'any').trim() !== '', text('The name of the model is empty.'));
  checkParameters(parameters ?? {});
}

function checkParameters({ topP, topK, minP, repeatPenalty, seed, stop, jsonSchema }: SamplingParameters): void {
  const range = (name: string, from: number, to: number): Text =>
    text('{0} is a number from {1} to {2}.', name, from, to);
  ensure(topP === undefined || isWithin(topP, 0, 1), range('top_p', 0, 1));
  ensure(minP === undefined || isWithin(minP, 0, 1), range('min_p', 0, 1));
  ensure(topK === undefined || (Number.isSafeInteger(topK) && topK >= 0), text('top_k is a whole number from 0.'));
  ensure(repeatPenalty === undefined || isWithin(repeatPenalty, 0, 10), range('repeat_penalty', 0, 10));
  ensure(
    seed === undefined || (Number.isSafeInteger(seed) && seed >= -1),
    text('The seed is a whole number from 0, or -1 for any.'),
  );
  ensure(stop === undefined || stop.every((end) => end !== ''), text('A stop sequence may not be empty.'));
  ensure(jsonSchema === undefined || isJsonSchema(jsonSchema), jsonSchemaRule);
}

function ensure(isFulfilled: boolean, sentence: Text): void {
  if (!isFulfilled) {
    throw new InvalidInputError(sentence);
  }
}

/** NaN for everything else: signs, fractions, exponents, nothing at all. */
function wholeNumber(typed: string): number {
  return /^\s*\d+\s*$/.test(typed) ? Number(typed) : Number.NaN;
}

function isTemperature(value: number): boolean {
  return isWithin(value, 0, MAX_TEMPERATURE);
}

function isResponseLength(value: number): boolean {
  return Number.isInteger(value) && isWithin(value, 1, MAX_RESPONSE_LENGTH);
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && isWithin(value, 1, MAX_PORT);
}

/** False for NaN and the infinities. */
function isWithin(value: number, from: number, to: number): boolean {
  return typeof value === 'number' && value >= from && value <= to;
}

function unknownFormat(name: string): Text {
  return text('There is no model format "{0}". Choose one from the list.', name);
}
