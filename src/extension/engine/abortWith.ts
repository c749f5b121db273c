/** Aborts a controller when a signal aborts, or at once where that has; until what is returned is called. */
export function abortWith(signal: AbortSignal, controller: AbortController): () => void {
  const abort = (): void => {
    controller.abort(signal.reason);
  };
  signal.addEventListener('abort', abort);
  if (signal.aborted) {
    abort();
  }
  return () => {
    signal.removeEventListener('abort', abort);
  };
}
