/** What a field of a form is: a line of text, several lines, or one of several options. */
export type FieldKind = 'text' | 'area' | 'choice';

/** One of the values of a choice. */
export interface FieldOption {
  /** What an edit sends. */
  readonly value: string;
  readonly label: string;
  readonly detail: string;
}

/** What never changes about a setting while the page is open. */
export interface FieldDefinition {
  readonly key: string;
  readonly kind: FieldKind;
  readonly label: string;
  /** What it does and what may be typed. */
  readonly detail: string;
  /** Empty for text. */
  readonly options: readonly FieldOption[];
  /** What a reset brings back, as it is typed; null where there is nothing to go back to. */
  readonly initial: string | null;
}

/** The value of a setting, as it is typed or as the value of its option. */
export interface FieldValue {
  readonly key: string;
  readonly typed: string;
  /** Shown while nothing is typed. */
  readonly placeholder: string;
}

/** What became of an edit or of typed text: null, or a sentence why it was refused. */
export interface Outcome {
  readonly problem: string | null;
}

/** The sentences of the parts that every builder has. */
export interface BuilderStrings {
  readonly failed: string;
  readonly reload: string;
  readonly dismiss: string;
  readonly undo: string;
  readonly redo: string;
  readonly undoNothing: string;
  readonly redoNothing: string;
  /** The label of a setting. */
  readonly reset: string;
}

/** What every builder's page tells: nothing but the failures that its person has seen. */
export interface BuilderPageOffers {
  readonly requests: Readonly<Record<string, never>>;
  readonly events: {
    readonly failed: string;
    /** The person wants the page anew after a failure. */
    readonly reload: null;
  };
}
