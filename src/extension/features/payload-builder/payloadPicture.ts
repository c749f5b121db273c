import type { Block } from '../../../shared/model/block';
import type { Payload } from '../../../shared/model/payload';
import type { BlockRow, Fix, Preview, Remark } from '../../../shared/protocol/payloadBuilder';
import { findModelFormat } from '../../domain/formats/modelFormats';
import { unmarked, type ModelFormat } from '../../domain/formats/modelFormat';
import { text, type Text } from '../../../shared/model/text';
import type { LintFix } from '../../domain/lints/lint';
import { lintPrompt } from '../../domain/lints/lintPrompt';
import type { Assembly } from '../../domain/payload/assemble';
import { estimateTokens } from '../../domain/preview/estimateTokens';
import { joinPieces, traceMessages, type TracedPiece } from '../../domain/preview/trace';
import { traceText } from '../../domain/preview/traceText';
import type { LibraryIndex } from '../../engine/libraryIndex';
import type { SentForm } from './builderDependencies';
import { boxesOfMessages, boxesOfText, type Box, type Origins } from './previewPieces';

/** What a payload is at one moment: everything from which the page is drawn. */
export interface PayloadPicture {
  readonly rows: readonly BlockRow[];
  readonly boxes: readonly Box[];
  readonly form: SentForm['kind'];
  readonly stop: readonly string[];
  /** An estimate of all that is sent. */
  readonly tokens: number;
  readonly remarks: readonly Remark[];
  /** Exactly what is sent; messages as JSON. */
  readonly sentText: () => string;
}

/** What a picture is drawn from. */
export interface PictureInput {
  readonly payload: Payload;
  readonly assembly: Assembly;
  readonly blocks: ReadonlyMap<number, Block>;
  readonly index: Pick<LibraryIndex, 'block'>;
  readonly form: SentForm;
  /** The model format of the server's own template, where it is known. */
  readonly serverFormat: string | undefined;
  /** By which estimates are corrected. */
  readonly correction: number;
  readonly say: (text: Text) => string;
}

/** Draws the picture. */
export function drawPicture(input: PictureInput): PayloadPicture {
  const { payload, assembly, form, index, correction, say } = input;
  const format = findModelFormat(payload.modelFormat) ?? plainFormat;
  const messages = traceMessages(assembly);
  const pieces = form.kind === 'text' ? traceText(messages, format) : [];
  const origins: Origins = {
    blockOf: placeBlocks(payload),
    titleOf: (blockId) => index.block(blockId)?.title ?? '',
  };
  const sent = form.kind === 'text' ? pieces : messages.flatMap((message) => message.pieces);
  const tokens = tokensByPlace(sent);
  const all = [...tokens.values()].reduce((sum, count) => sum + count, 0);
  return {
    rows: rowsOf(input, tokens),
    boxes: form.kind === 'text' ? boxesOfText(pieces, origins) : boxesOfMessages(messages, origins),
    form: form.kind,
    stop: form.stop ?? [],
    tokens: Math.round(all * correction),
    remarks: remarksOf(input, format, say),
    sentText: () => (form.kind === 'text' ? joinPieces(pieces) : JSON.stringify(assembly.messages, undefined, 2)),
  };
}

/** The preview that goes to a page. */
export function previewOf(
  { form, stop, tokens }: PayloadPicture,
  boxes: Pick<Preview, 'boxes' | 'fresh'>,
  calibrated: boolean,
): Preview {
  return { form, stop, tokens, calibrated, ...boxes };
}

/** For a name that is in no list: what the server would be sent cannot be known, so the text is shown as it is. */
const plainFormat = unmarked('raw', text('The text unchanged, to every API'));

function placeBlocks({ blocks }: Payload): Origins['blockOf'] {
  const byPlace = new Map(blocks.map(({ id, blockId }) => [id, blockId]));
  return (placeId) => byPlace.get(placeId);
}

/** Estimates for each place; under null, for everything else. */
function tokensByPlace(pieces: readonly TracedPiece[]): ReadonlyMap<number | null, number> {
  const counts = new Map<number | null, number>();
  for (const { placeId, text: piece } of pieces) {
    counts.set(placeId, (counts.get(placeId) ?? 0) + estimateTokens(piece));
  }
  return counts;
}

function rowsOf(
  { payload, assembly, index, correction, say }: PictureInput,
  tokens: ReadonlyMap<number | null, number>,
): readonly BlockRow[] {
  return payload.blocks.map(({ id, blockId, role, enabled }) => {
    const block = index.block(blockId);
    // The text of a block that is off is not loaded; its size says enough.
    const count = tokens.get(id) ?? (enabled ? 0 : Math.ceil((block?.size ?? 0) / 4));
    return {
      placeId: id,
      blockId,
      title: block?.title ?? say(text('(deleted block)')),
      folderPath: block?.folderPath ?? '',
      tags: block?.tags ?? [],
      role,
      enabled,
      tokens: Math.round(count * correction),
      problems: enabled
        ? assembly.problems.filter((problem) => problem.blockId === blockId).map((problem) => say(problem.text))
        : [],
    };
  });
}

function remarksOf(
  { assembly, blocks, form, serverFormat }: PictureInput,
  format: ModelFormat,
  say: PictureInput['say'],
): readonly Remark[] {
  const authors = new Set(
    assembly.parts.flatMap(({ segments }) =>
      segments.flatMap(({ source }) => (source.kind === 'author' ? source.blockId : [])),
    ),
  );
  const lints = lintPrompt({
    format,
    form: form.kind,
    stop: form.stop ?? [],
    places: assembly.parts,
    blocks: [...authors].flatMap((id) => blocks.get(id) ?? []),
    problems: assembly.problems,
    serverFormat,
  });
  return lints.map((lint) => ({
    severity: lint.severity,
    sentence: say(lint.text),
    fix: toFix(lint.fix),
    fixLabel: say(fixLabels[lint.fix.kind]),
  }));
}

const fixLabels: Readonly<Record<LintFix['kind'], Text>> = {
  openBlock: text('Open Block'),
  addBlocks: text('Add Blocks'),
  setRole: text('Set Role to User'),
  addStops: text('Add Stop Strings'),
  setFormat: text('Use That Format'),
};

function toFix(fix: LintFix): Fix {
  switch (fix.kind) {
    case 'openBlock':
      return fix;
    case 'addBlocks':
      return { kind: 'pickBlocks' };
    case 'setRole':
      return { kind: 'edit', edit: { kind: 'role', placeId: fix.placeId, role: fix.role } };
    case 'addStops':
      return { kind: 'edit', edit: { kind: 'addStops', stops: fix.stops } };
    case 'setFormat':
      return { kind: 'edit', edit: { kind: 'setFormat', format: fix.format } };
  }
}
