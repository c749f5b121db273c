/** Where a protocol puts what it reads of an answer, in the pieces in which it came. */
export interface AnswerSink {
  text(piece: string): void;
  /** What the server itself tells apart as thinking. */
  thinking(piece: string): void;
}
