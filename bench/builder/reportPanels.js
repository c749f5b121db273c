// Runs in every page of a window. In a payload builder, and in the bare panel that it is held against, it reports when
// the first picture is complete, makes edits by clicking, and reports when each is on screen.
(() => {
  const EDITS = 12;
  const painted = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve; // a task of its own comes after the frame
        port2.postMessage(null);
      });
    });
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const until = async (isSo) => {
    while (!isSo()) await new Promise((resolve) => requestAnimationFrame(resolve));
  };
  /** Resolves when the text of an element has changed and is painted. */
  const changeOf = (target) =>
    new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        resolve(painted());
      });
      observer.observe(target, { subtree: true, childList: true, characterData: true });
    });
  const report = (text, value) => window.benchShown(text, value);

  const measure = async (kind, target, edit) => {
    await painted();
    await report(`${kind}-shown`, Date.now());
    await pause(1000); // the server is asked, and what was put off is done
    await report(`${kind}-settled`, Date.now());
    for (let count = 0; count < EDITS; count++) {
      const changed = changeOf(target);
      const started = performance.now();
      edit(count);
      await changed;
      await report(`${kind}-edit`, performance.now() - started);
      await pause(120);
    }
    await report(`${kind}-done`, Date.now());
    const marks = new Set();
    new MutationObserver(async () => {
      const mark = /elsewhere-\d+/.exec(target.textContent)?.[0];
      if (mark === undefined || marks.has(mark)) return;
      marks.add(mark);
      await painted();
      await report(mark, Date.now());
    }).observe(target, { subtree: true, childList: true, characterData: true });
  };

  void (async () => {
    for (;;) {
      await pause(4);
      const bare = document.querySelector('pre.bare');
      if (bare?.textContent) {
        await measure(bare.dataset.kind, bare, () => document.querySelector('button.bare').click());
        return;
      }
      const prompt = document.querySelector('.prompt');
      if (prompt?.querySelector('.box') && document.querySelector('.row-title')?.textContent) {
        const checks = document.querySelectorAll('.row .check');
        await measure('builder', prompt, (count) => checks[count % 5].click());
        return;
      }
    }
  })();
})();
