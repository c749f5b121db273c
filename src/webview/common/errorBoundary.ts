import { createButton } from './components/button';
import { element } from './element';

/** What the page of a failure says. */
export interface FailureStrings {
  readonly failed: string;
  readonly reload: string;
}

/**
 * Shows a sentence and Reload in place of the page when something fails that nobody expected: never a blank page, and
 * never half of one.
 */
export function guardPage(strings: FailureStrings, report: (details: string) => void, reload: () => void): void {
  let hasFailed = false;
  const fail = (error: unknown): void => {
    if (hasFailed) return;
    hasFailed = true;
    report(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const button = createButton({ label: strings.reload, icon: 'refresh', onClick: reload });
    const sentence = element('p', { text: strings.failed, attributes: { role: 'alert' } });
    document.body.replaceChildren(element('main', { class: 'page-failure' }, sentence, button.element));
    button.focus();
  };
  window.addEventListener('error', (event) => {
    // Chrome reports a layout that is not finished in one frame like an error, without one; it is none.
    if (event.error !== null && event.error !== undefined) fail(event.error);
  });
  window.addEventListener('unhandledrejection', (event) => {
    fail(event.reason);
  });
}
