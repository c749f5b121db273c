// Runs in the page of a window: reports the first time that a mark of `figures.ts` is on screen.
(() => {
  const marks = /(painted|answered)-\d+/g;
  const reported = new Set();
  const report = (text) => {
    for (const mark of text.match(marks) ?? []) {
      if (reported.has(mark)) continue;
      reported.add(mark);
      requestAnimationFrame(() => window.benchShown(mark, Date.now()));
    }
  };
  new MutationObserver((mutations) => {
    for (const { target, addedNodes } of mutations) {
      if (target.nodeType === Node.TEXT_NODE) report(target.textContent ?? '');
      for (const node of addedNodes) report(node.textContent ?? '');
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
})();
