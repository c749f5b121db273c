/**
 * Waits for something for which VS Code takes the focus, such as a picker, and gives it back to what had it: VS Code
 * itself gives it to the page as a whole, where the keyboard would begin at the top again.
 */
export async function keepFocus<Result>(work: Promise<Result>): Promise<Result> {
  const before = document.activeElement;
  try {
    return await work;
  } finally {
    const refocus = (): void => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (isLost && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
    refocus();
    // Where the page itself gets the focus only later.
    if (!document.hasFocus()) window.addEventListener('focus', refocus, { once: true });
  }
}
