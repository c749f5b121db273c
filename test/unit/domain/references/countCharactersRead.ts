/**
 * How many characters of strings a piece of work looks at one by one or searches through: a measure of its work that does
 * not depend on the machine.
 */
export function countCharactersRead(work: () => unknown): number {
  /* eslint-disable @typescript-eslint/unbound-method -- they are called with the string they came from */
  const { charCodeAt, indexOf, startsWith } = String.prototype;
  /* eslint-enable @typescript-eslint/unbound-method */
  let read = 0;
  String.prototype.charCodeAt = function (this: string, index) {
    read++;
    return charCodeAt.call(this, index);
  };
  String.prototype.startsWith = function (this: string, searched, position) {
    read += searched.length;
    return startsWith.call(this, searched, position);
  };
  String.prototype.indexOf = function (this: string, searched, from = 0) {
    const found = indexOf.call(this, searched, from);
    read += (found === -1 ? this.length : found + searched.length) - from;
    return found;
  };
  try {
    work();
    return read;
  } finally {
    Object.assign(String.prototype, { charCodeAt, indexOf, startsWith });
  }
}
