/** Resolves when whatever waits has had its turn, such as messages that have just been sent. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
