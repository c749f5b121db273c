/**
 * Gives a script to run in a page before anything else: what a socket receives comes as the bytes it is. The workbench
 * takes every message as a blob and reads that by a file reader: a message passes through three processes then before it
 * is read, which costs more than most messages do themselves.
 */
export function directSocketsScript(): string {
  return `(() => {
    self.WebSocket = class extends WebSocket {
      constructor(...given) {
        super(...given);
        this.binaryType = 'arraybuffer';
      }
    };
    const { readAsArrayBuffer } = FileReader.prototype;
    FileReader.prototype.readAsArrayBuffer = function (data) {
      delete this.result;
      if (!(data instanceof ArrayBuffer)) return readAsArrayBuffer.call(this, data);
      Object.defineProperty(this, 'result', { value: data, configurable: true });
      this.dispatchEvent(new ProgressEvent('load'));
    };
  })();`;
}
