/** Calls back when what is on the page now has been painted: what is put off until then delays no picture. */
export function afterPaint(callback: () => void): void {
  requestAnimationFrame(() => {
    setTimeout(callback); // a frame's own callbacks come before its picture
  });
}
