import type { EndpointAddress } from '../../../shared/model/endpoint';
import type { PayloadSettings } from '../../../shared/model/payload';
import { endpointKey } from '../payload/endpointAddress';
import type { Message } from '../ports/modelServer';

/** Makes a short text of a long one, another one for another text. */
export type Hash = (content: string) => string;

/** Everything that a step of a run is given. */
export interface StepGiven {
  readonly settings: PayloadSettings;
  /** Where it is sent, with the default host filled in. */
  readonly endpoint: EndpointAddress;
  /** Whether the run was sent elsewhere than its payloads say. */
  readonly isElsewhere: boolean;
  /** How many answers are asked for. */
  readonly answers: number;
  readonly messages: readonly Message[];
  /** The blocks whose text went into the messages, in order. */
  readonly blocks: readonly { readonly id: number; readonly title: string; readonly content: string }[];
  /** The earlier responses that went into the messages, in the order of their steps. */
  readonly responses: readonly GivenResponse[];
}

/** An earlier response that a step was given. */
export interface GivenResponse {
  /** The place in the workflow of the step that gave it; null where that is not known. */
  readonly stepId: number | null;
  readonly payloadId: number;
  readonly payloadName: string;
  readonly text: string;
}

/** What a step was given, short enough to be stored with it: texts are kept as hashes. */
export interface StepInput {
  /** The settings that decide about an answer, by name. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly endpoint: string;
  readonly isElsewhere: boolean;
  readonly answers: number;
  readonly messages: string;
  readonly blocks: readonly { readonly id: number; readonly title: string; readonly hash: string }[];
  readonly responses: readonly (Omit<GivenResponse, 'text'> & { readonly hash: string })[];
}

/** Written into each input; one with another number cannot be compared. */
const VERSION = 1;

/** Settings that are no part of `settings`: the endpoint counts as a whole, and what flows is seen in the messages. */
const SEEN_ELSEWHERE: ReadonlySet<string> = new Set<keyof PayloadSettings>(['host', 'port', 'flow']);

/** What is kept of what a step is given. */
export function stepInputOf(given: StepGiven, hash: Hash): StepInput {
  const settings = Object.entries(given.settings).filter(([name]) => !SEEN_ELSEWHERE.has(name));
  return {
    settings: Object.fromEntries(settings),
    endpoint: endpointKey(given.endpoint),
    isElsewhere: given.isElsewhere,
    answers: given.answers,
    messages: hash(canonicalJson(given.messages.map(({ role, content }) => [role, content]))),
    blocks: given.blocks.map(({ id, title, content }) => ({ id, title, hash: hash(content) })),
    responses: given.responses.map(({ text, ...response }) => ({ ...response, hash: hash(text) })),
  };
}

/** The one form in which an input is stored: the same text for inputs that are the same. */
export function formatStepInput(input: StepInput): string {
  return canonicalJson({ version: VERSION, ...input });
}

/** Reads an input of unknown origin; undefined for what is none, or of another version. */
export function parseStepInput(stored: string): StepInput | undefined {
  try {
    const data: unknown = JSON.parse(stored);
    return isStepInput(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** JSON whose objects have their keys in order, so that two are compared as texts. Absent values are left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}

function isStepInput(data: unknown): data is StepInput {
  if (!isRecord(data) || data['version'] !== VERSION) {
    return false;
  }
  const { settings, endpoint, isElsewhere, answers, messages, blocks, responses } = data;
  return (
    isRecord(settings) &&
    typeof endpoint === 'string' &&
    typeof isElsewhere === 'boolean' &&
    typeof answers === 'number' &&
    typeof messages === 'string' &&
    isListOf(blocks, ({ id, title, hash }) => areTexts(title, hash) && typeof id === 'number') &&
    isListOf(responses, ({ payloadName, hash }) => areTexts(payloadName, hash))
  );
}

function isListOf(value: unknown, isRight: (item: Readonly<Record<string, unknown>>) => boolean): boolean {
  return Array.isArray(value) && value.every((item: unknown) => isRecord(item) && isRight(item));
}

function areTexts(...values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
