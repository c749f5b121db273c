import { text, type Text } from '../../../shared/model/text';
import type { StepSettings } from '../../../shared/model/workflow';
import { checkName } from '../blocks/title';
import { accepted, attempted, type Parsed, refused } from '../payload/parsed';
import { typedNumber, typedWholeNumber } from '../payload/typedNumber';
import { InvalidInputError } from '../ports/invalidInputError';
import { MAX_ANSWERS, MAX_RETRIES, MAX_SECONDS } from './stepSettings';

/** The longest description of a workflow, in UTF-16 units. */
export const MAX_DESCRIPTION = 10_000;
/** The longest text that stands for a response, in UTF-16 units. */
export const MAX_DEFAULT_TEXT = 1_000_000;

const ANSWERS: Text = text('The number of answers is a whole number from 1 to {0}.', MAX_ANSWERS);
const RETRIES: Text = text('The number of retries is a whole number from 0 to {0}.', MAX_RETRIES);
const RETRY_DELAY: Text = text('The delay is a number of seconds from 0 to {0}.', MAX_SECONDS);
const LIMIT: Text = text(
  'A time limit is a number of seconds from 0 to {0}; 0 is no limit, nothing is the setting.',
  MAX_SECONDS,
);
const DEFAULT_TEXT: Text = text('The default text may have at most {0} characters.', MAX_DEFAULT_TEXT);
const DESCRIPTION: Text = text('A description may have at most {0} characters.', MAX_DESCRIPTION);

/** Reads how many answers are asked for. */
export function parseAnswers(typed: string): Parsed<number> {
  const value = typedWholeNumber(typed);
  return isWhole(value, 1, MAX_ANSWERS) ? accepted(value) : refused(ANSWERS);
}

/** Reads how often a failed request is sent again. 0 is never. */
export function parseRetries(typed: string): Parsed<number> {
  const value = typedWholeNumber(typed);
  return isWhole(value, 0, MAX_RETRIES) ? accepted(value) : refused(RETRIES);
}

/** Reads the seconds before the first retry, written with a decimal point or comma. 0 is one. */
export function parseRetryDelay(typed: string): Parsed<number> {
  const value = typedNumber(typed);
  return isSeconds(value) ? accepted(value) : refused(RETRY_DELAY);
}

/** Reads a time limit in seconds. Nothing typed means null, the setting; 0 is no limit. */
export function parseLimit(typed: string): Parsed<number | null> {
  if (typed.trim() === '') {
    return accepted(null);
  }
  const value = typedNumber(typed);
  return isSeconds(value) ? accepted(value) : refused(LIMIT);
}

/** Reads the name of a step. Nothing typed means null, the payload's name. */
export function parseStepName(typed: string): Parsed<string | null> {
  if (typed.trim() === '') {
    return accepted(null);
  }
  return attempted(() => checkName(typed));
}

/** Reads the text that stands for a response; as it is, with its blanks. */
export function parseDefaultText(typed: string): Parsed<string> {
  return typed.length <= MAX_DEFAULT_TEXT ? accepted(typed) : refused(DEFAULT_TEXT);
}

/** Reads what a workflow is for. */
export function parseDescription(typed: string): Parsed<string> {
  return attempted(() => checkDescription(typed));
}

/**
 * The description of a workflow as it is stored: without blanks around it.
 * @throws {InvalidInputError} for one that is too long
 */
export function checkDescription(raw: string): string {
  const description = raw.trim();
  ensure(description.length <= MAX_DESCRIPTION, DESCRIPTION);
  return description;
}

/**
 * Refuses settings that no step can have; only those present are looked at.
 * @throws {InvalidInputError} for the first that is out of range or not a number
 */
export function checkStepSettings(patch: Partial<StepSettings>): void {
  const { name, answers, retries, retryDelay, limits, defaultText } = patch;
  if (name !== undefined && name !== null) {
    checkName(name);
  }
  ensure(answers === undefined || isWhole(answers, 1, MAX_ANSWERS), ANSWERS);
  ensure(retries === undefined || isWhole(retries, 0, MAX_RETRIES), RETRIES);
  ensure(retryDelay === undefined || isSeconds(retryDelay), RETRY_DELAY);
  ensure(
    Object.values(limits ?? {}).every((limit: number | null) => limit === null || isSeconds(limit)),
    LIMIT,
  );
  ensure(defaultText === undefined || defaultText.length <= MAX_DEFAULT_TEXT, DEFAULT_TEXT);
}

function ensure(isFulfilled: boolean, sentence: Text): void {
  if (!isFulfilled) {
    throw new InvalidInputError(sentence);
  }
}

/** False for NaN and the infinities. */
function isSeconds(value: number): boolean {
  return typeof value === 'number' && value >= 0 && value <= MAX_SECONDS;
}

function isWhole(value: number, from: number, to: number): boolean {
  return Number.isInteger(value) && value >= from && value <= to;
}
