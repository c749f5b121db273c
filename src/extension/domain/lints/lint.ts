import type { Block } from '../../../shared/model/block';
import type { Role } from '../../../shared/model/payload';
import type { Text } from '../../../shared/model/text';
import type { ModelFormat } from '../formats/modelFormat';
import type { Problem } from '../references/problem';

/** What every lint looks at. */
export interface LintInput {
  readonly format: ModelFormat;
  /** What the server receives: one text, or messages for its own template. */
  readonly form: 'text' | 'messages';
  /** The stop strings that are sent. */
  readonly stop: readonly string[];
  /** The places that contribute text, in order. */
  readonly places: readonly { readonly placeId: number; readonly blockId: number; readonly role: Role }[];
  /** The blocks whose own text is part of what is sent, each once: those of the places, and those that they refer to. */
  readonly blocks: readonly Block[];
  readonly problems: readonly Problem[];
  /** The name of the model format that the server's own template is; undefined where that is not known. */
  readonly serverFormat?: string | undefined;
}

/** A remedy: where to look, or a change of the payload. */
export type LintFix =
  | { readonly kind: 'openBlock'; readonly blockId: number; readonly start: number; readonly end: number }
  | { readonly kind: 'addBlocks' }
  | { readonly kind: 'setRole'; readonly placeId: number; readonly role: Role }
  | { readonly kind: 'addStops'; readonly stops: readonly string[] }
  | { readonly kind: 'setFormat'; readonly format: string };

/** Something about a prompt that probably is not meant. */
export interface Lint {
  readonly code:
    | 'control-token'
    | 'begin-of-sequence'
    | 'kobold-placeholder'
    | 'unresolved'
    | 'system-not-carried'
    | 'role-not-carried'
    | 'missing-stop'
    | 'other-format';
  /** Errors keep the payload from being sent. */
  readonly severity: 'error' | 'warning' | 'info';
  /** One sentence about what is wrong, and one about what helps. */
  readonly text: Text;
  readonly fix: LintFix;
}

/** A rule about prompts. */
export type LintRule = (input: LintInput) => readonly Lint[];
