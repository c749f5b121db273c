import { text } from '../../../shared/model/text';
import { findPattern } from './findAny';
import type { Lint, LintRule } from './lint';
import { openAt } from './typedTokens';

/** What KoboldCpp replaces by the marks of its own template when it is asked to, which the extension never does. */
const PLACEHOLDER = String.raw`\{\{\[(?:INPUT|OUTPUT|SYSTEM)(?:_END)?\]\}\}`;

/** Placeholders of KoboldCpp, which would arrive at the model as they stand there. */
export const koboldPlaceholders: LintRule = ({ blocks }) =>
  findPattern(blocks, PLACEHOLDER).map((place): Lint => {
    const sentence = text(
      '"{0}" in the block "{1}" is sent as it stands there: placeholders of KoboldCpp are not replaced. Give the block a role and choose a model format instead.',
      place.found,
      place.title,
    );
    return { code: 'kobold-placeholder', severity: 'warning', text: sentence, fix: openAt(place) };
  });
