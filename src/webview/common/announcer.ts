import { element } from './element';

/** The shortest time between two announcements, in milliseconds: a screen reader would cut the first one off. */
const PAUSE = 1000;

/** Tells screen readers what happens elsewhere on the page; of several in quick succession, the last. */
export class Announcer {
  readonly element = element('div', {
    class: 'visually-hidden',
    attributes: { 'aria-live': 'polite', role: 'status' },
  });
  private waiting: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Says a sentence, soon. */
  say(sentence: string): void {
    this.waiting = sentence;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
    }, PAUSE);
    setTimeout(() => {
      this.flush();
    }, 50);
  }

  private flush(): void {
    if (this.waiting === undefined) return;
    // The same sentence twice is no change, and would not be spoken.
    const repeated = this.element.textContent === this.waiting;
    this.element.textContent = repeated ? `${this.waiting}\u00a0` : this.waiting;
    this.waiting = undefined;
  }
}
