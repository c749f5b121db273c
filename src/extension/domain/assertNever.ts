/**
 * Ends an exhaustive `switch`: a case that is missing does not compile. At run time it throws, because a value got past
 * the types (a row of a newer database, a message of a web page).
 */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
