import type { Subscribe } from './events';

/** What happened to one thing in the database. */
export type ChangeAction = 'created' | 'changed' | 'deleted';

/** One change that a commit made. */
export type Change =
  | {
      readonly entity: 'block';
      readonly action: ChangeAction;
      readonly id: number;
      /** The folder paths it left and entered: what a tree has to draw again. */
      readonly folders: readonly string[];
      /** True when its text changed, not only its title, tags or place. */
      readonly content: boolean;
    }
  | { readonly entity: 'folder'; readonly action: ChangeAction; readonly path: string }
  | { readonly entity: 'payload' | 'workflow' | 'run'; readonly action: ChangeAction; readonly id: number }
  /** The queue of an endpoint got or lost a ticket, or was paused. */
  | { readonly entity: 'queue'; readonly action: ChangeAction; readonly id: number }
  /** A step of a run. */
  | { readonly entity: 'step'; readonly action: ChangeAction; readonly id: string; readonly runId: number }
  | { readonly entity: 'response'; readonly action: ChangeAction; readonly id: number; readonly runId: number };

/** The changes of one commit; `everything` when they are not known one by one (another window, a restored file). */
export type LibraryChange = readonly Change[] | 'everything';

/** Raised once after each commit, never for a rollback. */
export interface LibraryEvents {
  readonly onDidChange: Subscribe<LibraryChange>;
}
