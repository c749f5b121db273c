import { afterPaint } from './afterPaint';
import { workWhenIdle } from './whenIdle';

/** How far beyond the edge of the screen parts are filled, so that scrolling never shows an empty one. */
const MARGIN = '600px 0px';
/** How many parts are filled at once: more than fit on a screen. */
const AT_ONCE = 24;

/**
 * Fills the parts of a long list: those of the first screen at once, those that come near the screen before they get
 * there, and all others while the page is idle, so that searching the page finds them.
 */
export class LateFilling {
  private readonly waiting = new Map<Element, () => void>();
  private readonly observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) this.fill(target);
    },
    { rootMargin: MARGIN },
  );
  private filledAtOnce = 0;
  private isObserving = false;
  private isWorking = false;

  /** Takes care of a new part; `fill` makes what it shows, and is called once. */
  add(element: Element, fill: () => void): void {
    if (this.filledAtOnce < AT_ONCE) {
      this.filledAtOnce++;
      fill();
      return;
    }
    this.waiting.set(element, fill);
    if (this.isObserving) this.observer.observe(element);
    if (!this.isWorking) {
      this.isWorking = true;
      afterPaint(() => {
        this.isObserving = true;
        for (const one of this.waiting.keys()) this.observer.observe(one);
      });
      workWhenIdle(() => this.fillOne());
    }
  }

  /** Fills a part now: it is about to get the focus. */
  fill(element: Element): void {
    const fill = this.waiting.get(element);
    if (fill === undefined) return;
    this.forget(element);
    fill();
  }

  /** A part is gone. */
  forget(element: Element): void {
    this.waiting.delete(element);
    this.observer.unobserve(element);
  }

  private fillOne(): boolean {
    const [element] = this.waiting.keys();
    if (element !== undefined) this.fill(element);
    this.isWorking = this.waiting.size > 0;
    return this.isWorking;
  }
}
