/** What one window measures, each a list of milliseconds. */
export interface Figures {
  /** From the command to the first picture of the rows and the preview: the first panel of the window, then others. */
  readonly firstOpen: readonly number[];
  readonly open: readonly number[];
  /** From a click on a row's check box to the picture of the preview without that block. */
  readonly edit: readonly number[];
  /** From storing a block's text, elsewhere, to the picture of the preview with it. */
  readonly elsewhere: readonly number[];
  /** The same in a panel that does nothing but put the whole text into one element. */
  readonly bareOpen: readonly number[];
  readonly bareEdit: readonly number[];
  /** The same with one line of text: what VS Code itself takes. */
  readonly lineOpen: readonly number[];
  readonly lineEdit: readonly number[];
}

/** What opening a panel, and making all its edits, takes of the processor in Chromium's pages, that of VS Code included. */
export interface ProcessorFigures {
  readonly open: readonly number[];
  readonly edits: readonly number[];
}

/** A line of a suite's log: a panel is about to be opened. */
export const OPENING_MARK = '##builder-opening';

/** A line of a suite's log that holds its figures. */
export const FIGURES_MARK = '##builder-figures ';

/** How many blocks the measured payload has, and how many characters they have together. */
export const [BLOCKS, CHARACTERS] = [500, 1_000_000];

/** How many edits are measured in each panel. */
export const EDITS = 12;
