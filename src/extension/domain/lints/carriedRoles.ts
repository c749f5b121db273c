import { text } from '../../../shared/model/text';
import type { LintFix, LintInput, LintRule } from './lint';

/** A system block in a format that has no system role. */
export const systemNotCarried: LintRule = (input) => {
  const { format, form } = input;
  const place = firstOf(input, 'system');
  if (place === undefined || form === 'messages' || format.kind !== 'template') {
    return [];
  }
  const hasMarks = format.system.before.trim() !== '' || format.system.after.trim() !== '';
  if (format.systemInUserTurn) {
    const sentence = text(
      'The format "{0}" has no system role: the system block is written into the turn of the user after it. Give it the role user to say so.',
      format.name,
    );
    return [{ code: 'system-not-carried', severity: 'info', text: sentence, fix: asUser(place) }];
  }
  const sentence = text(
    'The format "{0}" does not mark a system block: the model reads it as plain text. Give it the role user to mark it.',
    format.name,
  );
  return hasMarks ? [] : [{ code: 'system-not-carried', severity: 'warning', text: sentence, fix: asUser(place) }];
};

/** Roles in a text that is sent without any marks. */
export const roleNotCarried: LintRule = (input) => {
  const { format, form } = input;
  const place = firstOf(input, 'system') ?? firstOf(input, 'assistant');
  if (place === undefined || form === 'messages' || format.kind === 'template') {
    return [];
  }
  const sentence = text(
    'The text is sent without marks, so the model does not see the role {0}. Choose the model format of your model.',
    place.role,
  );
  return [{ code: 'role-not-carried', severity: 'warning', text: sentence, fix: asUser(place) }];
};

function firstOf({ places }: LintInput, role: 'system' | 'assistant'): LintInput['places'][number] | undefined {
  return places.find((place) => place.role === role);
}

function asUser({ placeId }: LintInput['places'][number]): LintFix {
  return { kind: 'setRole', placeId, role: 'user' };
}
