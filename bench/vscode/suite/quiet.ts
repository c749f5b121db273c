/** How late a short timer may be while nothing else happens, in milliseconds. */
const ON_TIME_MS = 5;
/** How many timers in a row have to be on time: a second. */
const IN_A_ROW = 50;
const PATIENCE_MS = 30_000;

/** Resolves when the extension host has nothing left to do, so that what is measured next is measured alone. */
export async function quiet(): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let onTime = 0; onTime < IN_A_ROW && Date.now() < deadline;) {
    const started = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 20));
    onTime = performance.now() - started - 20 < ON_TIME_MS ? onTime + 1 : 0;
  }
}
