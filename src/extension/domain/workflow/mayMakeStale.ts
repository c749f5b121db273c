import type { LibraryChange } from '../ports/changes';

/** Whether a step may be given something else after a commit than it was given before. */
export function mayMakeStale(change: LibraryChange): boolean {
  return (
    change === 'everything' ||
    change.some(({ entity, action }) => {
      switch (entity) {
        case 'block':
        case 'payload':
        case 'workflow':
          return true;
        case 'response':
          return action === 'changed';
        default:
          return false;
      }
    })
  );
}
