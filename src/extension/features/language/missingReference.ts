import { text, type Text } from '../../../shared/model/text';
import type { Reference } from '../../domain/references/parse';

/** Why a reference cannot be resolved, as a sentence for a person. */
export function missingReference({ form, name }: Reference): Text {
  switch (form) {
    case 'tag':
      return text('No block has the tag "{0}".', name);
    case 'block':
      return text('There is no block "{0}".', name);
    case 'response':
    case 'name':
      return text('There is no payload "{0}".', name);
    case 'variable':
      return text('There is no variable "{0}".', name);
    case 'previous':
      return text('There is no response before this step.');
  }
}
