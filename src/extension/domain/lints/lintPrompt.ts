import { roleNotCarried, systemNotCarried } from './carriedRoles';
import { koboldPlaceholders } from './koboldPlaceholders';
import type { Lint, LintInput, LintRule } from './lint';
import { missingStop } from './missingStop';
import { otherFormat } from './otherFormat';
import { typedBeginning, typedTokens } from './typedTokens';
import { unresolved } from './unresolved';

/** Every rule, in the order in which a person should see to what it finds. */
const rules: readonly LintRule[] = [
  unresolved,
  otherFormat,
  typedBeginning,
  typedTokens,
  koboldPlaceholders,
  systemNotCarried,
  roleNotCarried,
  missingStop,
];

/** What is probably not meant about a prompt, the errors first. */
export function lintPrompt(input: LintInput): readonly Lint[] {
  return rules.flatMap((rule) => rule(input));
}
