import { setTimeout as delay } from 'node:timers/promises';

/** How long to wait for something that a person would see at once, in milliseconds: machines can be slow. */
const LIMIT = 20_000;

/** How often to look, in milliseconds. */
const INTERVAL = 50;

/**
 * Looks again and again until what is read is as it should be, and gives it. Throws with what was read last when that
 * does not happen.
 */
export async function eventually<Value>(
  what: string,
  read: () => Value | Promise<Value>,
  isRight: (value: Value) => boolean,
): Promise<Value> {
  const end = performance.now() + LIMIT;
  while (true) {
    const value = await read();
    if (isRight(value)) return value;
    if (performance.now() > end) throw new Error(`Waited in vain: ${what}. Last seen: ${JSON.stringify(value)}`);
    await delay(INTERVAL);
  }
}
