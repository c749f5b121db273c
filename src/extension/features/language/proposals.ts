import type { CompletionContext } from '../../domain/references/completion';
import { blockReference, previousReference, responseReference, tagReference } from '../../domain/references/format';
import { MARKS, PREVIOUS } from '../../domain/references/parse';
import { bestMatches } from './matches';
import type { BlockName, PayloadName, TagName } from './referenceNames';

/** What a proposal refers to. */
export type Subject = TagName | BlockName | PayloadName | { readonly kind: 'previous' };

/** One line of the list that completion shows. */
export interface Proposal {
  readonly subject: Subject;
  /** What stands between the braces. */
  readonly content: string;
  /** The whole reference. */
  readonly insertText: string;
}

/** What completion offers; `isComplete` false when there is more that matches. */
export interface Proposals {
  readonly items: readonly Proposal[];
  readonly isComplete: boolean;
}

/** What completion draws from: sorted, read only where it is needed. */
export interface ProposalSource {
  tags(): readonly TagName[];
  blocks(): readonly BlockName[];
  payloads(): Promise<readonly PayloadName[]>;
}

/** How many lines are offered where one form was asked for; typing more of the name finds the rest. */
const limitOfOne = { tag: 300, block: 200, response: 200 } as const;
/** How many lines of each form are offered after `{{` alone. */
const limitOfEach = 80;

/** What fits what a person is writing, in the order in which it is to be shown. */
export async function proposalsFor(
  { kind, prefix }: Pick<CompletionContext, 'kind' | 'prefix'>,
  source: ProposalSource,
): Promise<Proposals> {
  const ask = async (form: keyof typeof readers, limit: number, isWhole: boolean): Promise<Proposals> =>
    limited(await readers[form](source), prefix, limit, isWhole);
  switch (kind) {
    case 'tag':
    case 'block':
    case 'response':
      return ask(kind, limitOfOne[kind], false);
    case 'variable':
      return { items: [], isComplete: true }; // workflows have no variables yet
    case 'any':
      return joined([
        await ask('tag', limitOfEach, true),
        limited([{ kind: 'previous' }], prefix, limitOfEach, true),
        await ask('response', limitOfEach, true),
        await ask('block', limitOfEach, true),
      ]);
  }
}

const readers = {
  tag: (source: ProposalSource): readonly Subject[] => source.tags(),
  block: (source: ProposalSource): readonly Subject[] => source.blocks(),
  response: (source: ProposalSource): Promise<readonly Subject[]> => source.payloads(),
} as const;

/** Matches what was typed with the names or, where no form was asked for yet, with all that stands between the braces. */
function limited(all: readonly Subject[], typed: string, limit: number, isWhole: boolean): Proposals {
  const found = bestMatches(all, isWhole ? contentOf : nameOf, typed, limit);
  return { items: found.map(toProposal), isComplete: all.length <= limit };
}

function joined(parts: readonly Proposals[]): Proposals {
  return { items: parts.flatMap(({ items }) => items), isComplete: parts.every(({ isComplete }) => isComplete) };
}

function nameOf(subject: Subject): string {
  switch (subject.kind) {
    case 'tag':
      return subject.tag;
    case 'block':
      return subject.path;
    case 'response':
      return subject.name;
    case 'previous':
      return PREVIOUS;
  }
}

function contentOf(subject: Subject): string {
  return subject.kind === 'previous' ? PREVIOUS : MARKS[subject.kind] + nameOf(subject);
}

function toProposal(subject: Subject): Proposal {
  return { subject, content: contentOf(subject), insertText: referenceTo(subject) };
}

function referenceTo(subject: Subject): string {
  switch (subject.kind) {
    case 'tag':
      return tagReference(subject.tag);
    case 'block':
      return blockReference('', subject.path);
    case 'response':
      return responseReference(subject.name);
    case 'previous':
      return previousReference;
  }
}
