/** How long a suite may take when nothing else is said, in milliseconds. */
export const SUITE_TIME_LIMIT = 420_000;

/** Waits for a promise. Throws when it takes longer than `limit` milliseconds. */
export async function withTimeLimit<T>(promise: Promise<T>, limit: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} did not end within ${limit / 1000} s.`));
    }, limit);
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
