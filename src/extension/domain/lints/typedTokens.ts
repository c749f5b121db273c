import { text } from '../../../shared/model/text';
import { BEGIN_TOKENS, controlTokensOf, UNMISTAKABLE_TOKENS } from './controlTokens';
import { findAny, type Found } from './findAny';
import type { Lint, LintFix, LintRule } from './lint';

/** A token for the beginning of the text, which the server adds itself. */
export const typedBeginning: LintRule = ({ blocks }) =>
  findAny(blocks, BEGIN_TOKENS).map((place): Lint => {
    const sentence = text(
      '"{0}" in the block "{1}" doubles the beginning of the text, which the server adds itself. Remove it.',
      place.found,
      place.title,
    );
    return { code: 'begin-of-sequence', severity: 'warning', text: sentence, fix: openAt(place) };
  });

/**
 * Tokens of a format typed by hand where the format, or the server's own template, writes them. Where the text is sent
 * without any marks they are what the author wants.
 */
export const typedTokens: LintRule = ({ blocks, format, form }) => {
  if (form === 'text' && format.kind !== 'template') {
    return [];
  }
  const tokens = form === 'messages' ? UNMISTAKABLE_TOKENS : controlTokensOf(format);
  const written = tokens.filter((token) => !BEGIN_TOKENS.includes(token));
  return findAny(blocks, written).map((place): Lint => {
    const sentence =
      form === 'messages'
        ? text(
            '"{0}" in the block "{1}" is a mark of a model format, which the server writes itself. Remove it, or choose the format "raw".',
            place.found,
            place.title,
          )
        : text(
            '"{0}" in the block "{1}" is a mark that the format "{2}" writes itself. Remove it, or choose the format "raw".',
            place.found,
            place.title,
            format.name,
          );
    return { code: 'control-token', severity: 'warning', text: sentence, fix: openAt(place) };
  });
};

/** Shows a place in the document of its block. */
export function openAt({ blockId, start, end }: Pick<Found, 'blockId' | 'start' | 'end'>): LintFix {
  return { kind: 'openBlock', blockId, start, end };
}
