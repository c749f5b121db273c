import { text as sentence, type Text } from '../../../shared/model/text';
import { assertNever } from '../assertNever';
import { joinFolder } from '../blocks/folderPath';
import { responseSlotPayload } from '../blocks/tags';
import type { ExpansionContext, ResponseLookup } from './expansionContext';
import { DEFAULT_LIMITS, ExpansionBudget, type ExpansionLimits } from './expansionLimits';
import type { ReferencedBlock } from './library';
import { type Reference, scan, type Token } from './parse';
import type { Problem } from './problem';
import { BLANK_LINE, isBlank, type Segment, type SegmentSource } from './segment';

/** A text with its references replaced. */
export interface Expansion {
  /** In order; what could not be resolved is missing from them and among the problems. */
  readonly segments: readonly Segment[];
  /** In the order found, each place once. */
  readonly problems: readonly Problem[];
  /** Whether the text, or a block in it, refers to a response. */
  readonly usesResponses: boolean;
}

/**
 * Replaces the references in what an author wrote. A single pass: text of models and variables is taken as it is, while
 * references in the blocks that a text refers to are expanded too, since an author wrote them. The problem of a nested
 * reference names the block that holds it.
 */
export function expand(
  content: string,
  blockId: number,
  context: ExpansionContext,
  limits: ExpansionLimits = DEFAULT_LIMITS,
): Expansion {
  return new Expander(context, new ExpansionBudget(limits)).expand(content, blockId);
}

/**
 * Yields what stands in a payload's list: the block's text with its references replaced, or for a response slot the
 * response that it stands for.
 */
export function expandBlock(
  block: ReferencedBlock,
  context: ExpansionContext,
  limits: ExpansionLimits = DEFAULT_LIMITS,
): Expansion {
  return new Expander(context, new ExpansionBudget(limits)).expandBlock(block);
}

/** A place in an author's text. */
type Place = Pick<Problem, 'blockId' | 'start' | 'end'>;

/** The blocks around a text, outermost first. The outermost has no name: nobody referred to it. */
type Chain = readonly { readonly id: number; readonly path: string }[];

/** The state of one expansion. */
class Expander {
  private readonly problems = new Map<string, Problem>();
  private readonly scanned = new Map<number, readonly Token[]>();
  private usesResponses = false;
  private isExhausted = false;

  constructor(
    private readonly context: ExpansionContext,
    private readonly budget: ExpansionBudget,
  ) {}

  expand(content: string, blockId: number): Expansion {
    return this.result(this.expandText(content, scan(content), [{ id: blockId, path: '' }]));
  }

  expandBlock(block: ReferencedBlock): Expansion {
    const place = { blockId: block.id, start: 0, end: 0 };
    const chain = [{ id: block.id, path: '' }];
    return this.result(this.slot(block, place) ?? this.expandText(block.content, this.scan(block), chain));
  }

  private result(segments: readonly Segment[]): Expansion {
    return { segments, problems: [...this.problems.values()], usesResponses: this.usesResponses };
  }

  private expandText(content: string, tokens: readonly Token[], chain: Chain): Segment[] {
    const blockId = chain.at(-1)?.id ?? 0;
    const segments: Segment[] = [];
    let authored = '';
    let copied = 0;
    const flush = (): void => {
      segments.push(...this.piece(authored, { kind: 'author', blockId }, { blockId, start: 0, end: content.length }));
      authored = '';
    };
    for (const token of tokens) {
      if (token.kind === 'escape') {
        authored += content.slice(copied, token.start) + token.text;
        copied = token.end;
        continue;
      }
      const replacement = this.resolve(token, chain);
      if (replacement !== 'text') {
        authored += content.slice(copied, token.start);
        copied = token.end;
        flush();
        for (const segment of replacement) {
          segments.push(segment); // one by one: spreading a very long list overflows the stack
        }
      }
      if (this.isExhausted) {
        return segments;
      }
    }
    authored += content.slice(copied);
    flush();
    return segments;
  }

  /** What a reference stands for, or that it is text after all. */
  private resolve(reference: Reference, chain: Chain): readonly Segment[] | 'text' {
    const { form, name, start, end } = reference;
    const place: Place = { blockId: chain.at(-1)?.id ?? 0, start, end };
    switch (form) {
      case 'tag':
        return this.tag(name, place, chain);
      case 'block': {
        const block = this.context.blockByPath(name);
        return block === undefined
          ? this.unresolved(place, sentence('There is no block "{0}".', name))
          : this.block(block, place, chain);
      }
      case 'response':
        return this.response(this.context.response(name), name, place);
      case 'name':
        return this.context.isPayload(name) ? this.response(this.context.response(name), name, place) : 'text';
      case 'previous':
        return this.previous(place);
      case 'variable':
        return this.variable(name, place);
      default:
        return assertNever(form);
    }
  }

  private tag(tag: string, place: Place, chain: Chain): readonly Segment[] {
    const blocks = this.context.blocksByTag(tag);
    if (blocks.length === 0) {
      return this.unresolved(place, sentence('No block has the tag "{0}".', tag));
    }
    const joined: Segment[] = [];
    for (const block of blocks) {
      const segments = this.block(block, place, chain);
      if (isBlank(segments)) {
        continue;
      }
      if (joined.length > 0) {
        joined.push(...this.piece(BLANK_LINE, { kind: 'author', blockId: place.blockId ?? 0 }, place));
      }
      for (const segment of segments) {
        joined.push(segment);
      }
    }
    return joined;
  }

  private block(block: ReferencedBlock, place: Place, chain: Chain): readonly Segment[] {
    const path = joinFolder(block.folderPath, block.title);
    const before = chain.findIndex(({ id }) => id === block.id);
    if (before !== -1) {
      const circle = [path, ...chain.slice(before + 1).map((outer) => outer.path), path].join(' → ');
      return this.problem('cycle', place, sentence('Blocks contain each other in a circle: {0}.', circle));
    }
    if (this.isExhausted || !this.budget.takeBlock(chain.length)) {
      return this.exhausted(place);
    }
    return (
      this.slot(block, place) ?? this.expandText(block.content, this.scan(block), [...chain, { id: block.id, path }])
    );
  }

  /** The response that a block stands for; undefined for a block that is no response slot. */
  private slot(block: ReferencedBlock, place: Place): readonly Segment[] | undefined {
    const payloadId = responseSlotPayload(block.tags);
    if (payloadId === undefined) {
      return undefined;
    }
    const lookup = this.context.responseOfPayload(payloadId);
    if (lookup.state === 'answered' || lookup.state === 'pending') {
      return this.response(lookup, '', place);
    }
    this.usesResponses = true;
    return lookup.state === 'later'
      ? this.problem(
          'notYetAnswered',
          place,
          sentence('The block "{0}" stands for a response that no earlier step gives.', block.title),
        )
      : this.unresolved(
          place,
          sentence(
            'The block "{0}" stands for the response of payload {1}, which does not exist.',
            block.title,
            payloadId,
          ),
        );
  }

  private response(lookup: ResponseLookup, payloadName: string, place: Place): readonly Segment[] {
    this.usesResponses = true;
    switch (lookup.state) {
      case 'answered':
        return this.piece(lookup.text, { kind: 'response', payloadName: lookup.payloadName ?? payloadName }, place);
      case 'pending':
        return this.piece(lookup.label, { kind: 'placeholder', label: lookup.label }, place);
      case 'later':
        return this.problem(
          'notYetAnswered',
          place,
          sentence('No step before this one gives a response of the payload "{0}".', payloadName),
        );
      case 'unknown':
        return this.unresolved(place, sentence('There is no payload "{0}".', payloadName));
      default:
        return assertNever(lookup);
    }
  }

  private previous(place: Place): readonly Segment[] {
    const lookup = this.context.previous();
    if (lookup.state === 'answered' || lookup.state === 'pending') {
      return this.response(lookup, '', place);
    }
    this.usesResponses = true;
    return this.problem('notYetAnswered', place, sentence('There is no response before the first step.'));
  }

  private variable(name: string, place: Place): readonly Segment[] {
    const value = this.context.variable(name);
    return value === undefined
      ? this.unresolved(place, sentence('The workflow has no variable "{0}".', name))
      : this.piece(value, { kind: 'variable', name }, place);
  }

  /** A segment, if there is text and it is still within the limit. */
  private piece(text: string, source: SegmentSource, place: Place): readonly Segment[] {
    if (!this.budget.takeText(text)) {
      return this.exhausted(place);
    }
    return text === '' ? [] : [{ text, source }];
  }

  private scan(block: ReferencedBlock): readonly Token[] {
    const known = this.scanned.get(block.id);
    const tokens = known ?? scan(block.content);
    this.scanned.set(block.id, tokens);
    return tokens;
  }

  /** Gives up, once and for all: without that, each of millions of places would be a problem of its own. */
  private exhausted(place: Place): readonly Segment[] {
    if (this.isExhausted) {
      return [];
    }
    this.isExhausted = true;
    return this.problem(
      'tooLarge',
      place,
      sentence('The blocks contain too many others here, or too much text. Refer to fewer blocks.'),
    );
  }

  private unresolved(place: Place, text: Text): readonly Segment[] {
    return this.problem('unresolved', place, text);
  }

  private problem(kind: Problem['kind'], place: Place, text: Text): readonly Segment[] {
    this.problems.set(`${kind} ${place.blockId ?? ''} ${place.start}`, { kind, text, ...place });
    return [];
  }
}
