import type { Role } from '../../../shared/model/payload';
import { text, type Text } from '../../../shared/model/text';

/** The roles in the order in which they are offered. */
export const roles = ['user', 'system', 'assistant'] as const satisfies readonly Role[];

/** A role in the words of the person. */
export function roleLabel(role: Role): Text {
  return { user: text('user'), system: text('system'), assistant: text('assistant') }[role];
}

/** What a role means for the model. */
export function roleDetail(role: Role): Text {
  return {
    user: text('What you say to the model'),
    system: text('Instructions that stand above the conversation'),
    assistant: text('Words put into the mouth of the model'),
  }[role];
}
