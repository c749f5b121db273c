import type { Edit, Fix, FreshPieces } from '../../shared/protocol/payloadBuilder';

/** What the parts of the page ask of the host. Each shows what became of it by itself: a new snapshot, or a sentence. */
export interface BuilderActions {
  edit(edit: Edit): void;
  /** As `edit`; tells whether it was done. */
  tryEdit(edit: Edit): Promise<boolean>;
  /** A sentence about typed text of a setting; undefined when it may be stored. */
  check(key: string, typed: string): Promise<string | undefined>;
  /** Everything beyond the first screen. */
  rest(): void;
  /** More of the preview's text; empty when all is there. */
  pieces(): Promise<FreshPieces>;
  pickBlocks(): void;
  /** Adds what is being dragged out of the view Blocks. */
  dropBlocks(before: number | null): void;
  openBlock(blockId: number, start?: number, end?: number): void;
  fix(fix: Fix): void;
  /** Asks for a run whose responses stand in the preview from now on. */
  chooseRun(): void;
  /** Back to placeholders for responses. */
  forgetRun(): void;
  undo(): void;
  redo(): void;
  copy(): void;
  recognise(): void;
  send(): void;
  stop(): void;
  openAnswer(): void;
  /** Tells a screen reader what happened. */
  announce(sentence: string): void;
}
