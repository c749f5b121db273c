import type { Block } from '../../../shared/model/block';
import type { Payload, PayloadBlock, Role } from '../../../shared/model/payload';
import { text } from '../../../shared/model/text';
import type { Message } from '../ports/modelServer';
import { expandBlock } from '../references/expand';
import type { ExpansionContext } from '../references/expansionContext';
import type { Problem } from '../references/problem';
import { BLANK_LINE, isBlank, joinSegments, type Segment } from '../references/segment';

/** The text of one place in a payload's list. */
export interface AssembledPart {
  readonly placeId: number;
  readonly blockId: number;
  readonly role: Role;
  readonly segments: readonly Segment[];
}

/** What a payload sends. */
export interface Assembly {
  readonly messages: readonly Message[];
  /** The places that contribute text, in order. */
  readonly parts: readonly AssembledPart[];
  /** What `flow` appended to the last message of the user, the line above it included; empty when nothing. */
  readonly appended: readonly Segment[];
  /** Nothing may be sent while there are any. */
  readonly problems: readonly Problem[];
  /** Whether the payload refers to a response. */
  readonly usesResponses: boolean;
}

/** The line above an appended response, as the application of the seed documents wrote it. */
const HEADING: Segment = { text: 'Previous response:\n', source: { kind: 'heading' } };

/**
 * Makes the messages of a payload: the enabled blocks in order, their references replaced, joined by a blank line where
 * neighbours have the same role. The map holds every block of the list.
 */
export function assemble(payload: Payload, blocks: ReadonlyMap<number, Block>, context: ExpansionContext): Assembly {
  const parts: AssembledPart[] = [];
  const problems: Problem[] = [];
  let usesResponses = false;
  for (const place of payload.blocks.filter(({ enabled }) => enabled)) {
    const block = blocks.get(place.blockId);
    if (block === undefined) {
      problems.push(missingBlock(place));
      continue;
    }
    const expansion = expandBlock(block, context);
    problems.push(...expansion.problems);
    usesResponses ||= expansion.usesResponses;
    if (!isBlank(expansion.segments)) {
      parts.push({ placeId: place.id, blockId: block.id, role: place.role, segments: expansion.segments });
    }
  }
  const messages = toMessages(parts);
  // A payload without text of its own is unfinished. Only `append` says that the response alone is to be sent.
  const isEmpty = messages.length === 0 && problems.length === 0;
  const appended = isEmpty && payload.flow !== 'append' ? [] : appendedBy(payload, usesResponses, context);
  if (isEmpty && appended.length === 0) {
    problems.push(emptyPayload(payload));
  }
  return { messages: append(messages, appended), parts, appended, problems, usesResponses };
}

function toMessages(parts: readonly AssembledPart[]): readonly Message[] {
  const messages: { role: Role; contents: string[] }[] = [];
  for (const { role, segments } of parts) {
    const last = messages.at(-1);
    if (last?.role === role) {
      last.contents.push(joinSegments(segments));
    } else {
      messages.push({ role, contents: [joinSegments(segments)] });
    }
  }
  return messages.map(({ role, contents }) => ({ role, content: contents.join(BLANK_LINE) }));
}

function appendedBy({ flow }: Payload, usesResponses: boolean, context: ExpansionContext): readonly Segment[] {
  if (flow === 'none' || (flow === 'auto' && usesResponses)) {
    return [];
  }
  const previous = context.previous();
  switch (previous.state) {
    case 'answered':
      return [HEADING, { text: previous.text, source: { kind: 'response', payloadName: previous.payloadName ?? '' } }];
    case 'pending':
      return [HEADING, { text: previous.label, source: { kind: 'placeholder', label: previous.label } }];
    case 'later':
    case 'unknown':
      return [];
  }
}

function append(messages: readonly Message[], appended: readonly Segment[]): readonly Message[] {
  if (appended.length === 0) {
    return messages;
  }
  const content = joinSegments(appended);
  const last = messages.findLastIndex(({ role }) => role === 'user');
  return last === -1
    ? [...messages, { role: 'user', content }]
    : messages.map((message, index) =>
        index === last ? { ...message, content: message.content + BLANK_LINE + content } : message,
      );
}

function missingBlock({ blockId }: PayloadBlock): Problem {
  const sentence = text('A block in the list of this payload no longer exists. Remove it from the list.');
  return { kind: 'unresolved', text: sentence, blockId, start: 0, end: 0 };
}

function emptyPayload({ name }: Payload): Problem {
  const sentence = text('The payload "{0}" has no text to send. Add a block with text to it.', name);
  return { kind: 'empty', text: sentence, blockId: null, start: 0, end: 0 };
}
