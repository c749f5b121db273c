/** What the answers of one step have in common while they are asked for. */
export class StepTally {
  /** How often a request of the step was sent again. */
  retryCount = 0;
  /** Aborted when one of the answers cannot be had: those that only wait are not asked for any more. */
  readonly leaving = new AbortController();
  private failed = false;
  private missing: number;
  private next: number;

  /** `taken` are the places of the responses that the step has already; `answers`: how many it is to have. */
  constructor(
    taken: readonly number[],
    private readonly answers: number,
  ) {
    this.missing = Math.max(0, answers - taken.length);
    this.next = Math.max(answers, ...taken.map((place) => place + 1));
    const free = Array.from({ length: answers + taken.length }, (_, place) => place);
    this.places = free.filter((place) => !taken.includes(place)).slice(0, this.missing);
  }

  /** The places of the answers that are to be asked for, in order. */
  readonly places: readonly number[];

  /** How many answers the step has. */
  get answered(): number {
    return this.answers - this.missing;
  }

  /** An answer is there; whether it was the last. */
  countAnswer(): boolean {
    this.missing -= 1;
    return this.missing === 0 && !this.hasFailed;
  }

  /** Whether one of the answers cannot be had. */
  get hasFailed(): boolean {
    return this.failed;
  }

  /** One of the answers cannot be had. */
  fail(error: unknown): void {
    this.failed = true;
    this.leaving.abort(error);
  }

  /** The place of a response that a further try leaves beside what the one before it left, behind all answers. */
  furtherPlace(): number {
    this.next += 1;
    return this.next - 1;
  }
}
