import type { Flow } from '../../../shared/model/payload';
import type { FailurePolicy, StepLimits, StepSettings } from '../../../shared/model/workflow';

/** The most answers of one step: a person compares no more side by side. */
export const MAX_ANSWERS = 16;
/** The most retries of one step. */
export const MAX_RETRIES = 100;
/** The longest wait before a retry and the longest time limit, in seconds: a day. */
export const MAX_SECONDS = 86_400;

/** What a new step begins with: what a payload in a workflow did before steps had settings. */
export const defaultStepSettings: StepSettings = {
  name: null,
  enabled: true,
  flow: null,
  answers: 1,
  retries: 0,
  retryDelay: 2,
  limits: { connect: null, firstByte: null, silence: null },
  onFailure: 'stop',
  defaultText: '',
};

/** The settings that are kept as the JSON object `configuration`; the name and the switch have columns of their own. */
export type StepConfiguration = Omit<StepSettings, 'name' | 'enabled'>;

/** Reads a configuration of unknown origin. What makes no sense becomes its default. */
export function readStepConfiguration(fields: Readonly<Record<string, unknown>>): StepConfiguration {
  const { answers, retries, retryDelay, onFailure, defaultText } = defaultStepSettings;
  return {
    flow: oneOf<Flow>(fields['flow'], ['auto', 'append', 'none']) ?? null,
    answers: wholeNumber(fields['answers'], 1, MAX_ANSWERS) ?? answers,
    retries: wholeNumber(fields['retries'], 0, MAX_RETRIES) ?? retries,
    retryDelay: seconds(fields['retryDelay']) ?? retryDelay,
    limits: readLimits(fields['limits']),
    onFailure: oneOf<FailurePolicy>(fields['onFailure'], ['stop', 'continue', 'default']) ?? onFailure,
    defaultText: typeof fields['defaultText'] === 'string' ? fields['defaultText'] : defaultText,
  };
}

/** What is written into `configuration`: only what differs from the defaults, so that new defaults reach old steps. */
export function writeStepConfiguration(settings: StepConfiguration): Readonly<Record<string, unknown>> {
  const defaults: StepConfiguration = defaultStepSettings;
  const names = ['flow', 'answers', 'retries', 'retryDelay', 'onFailure', 'defaultText'] as const;
  const limits = Object.entries(settings.limits).filter(([, value]) => value !== null);
  return Object.fromEntries([
    ...names.filter((name) => settings[name] !== defaults[name]).map((name) => [name, settings[name]] as const),
    ...(limits.length > 0 ? [['limits', Object.fromEntries(limits)] as const] : []),
  ]) as Readonly<Record<string, unknown>>;
}

function readLimits(value: unknown): StepLimits {
  const fields = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  return {
    connect: seconds(fields['connect']) ?? null,
    firstByte: seconds(fields['firstByte']) ?? null,
    silence: seconds(fields['silence']) ?? null,
  };
}

function oneOf<T extends string>(value: unknown, words: readonly T[]): T | undefined {
  return words.find((word) => word === value);
}

function seconds(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= MAX_SECONDS ? value : undefined;
}

function wholeNumber(value: unknown, from: number, to: number): number | undefined {
  return Number.isSafeInteger(value) && Number(value) >= from && Number(value) <= to ? Number(value) : undefined;
}
