import assert from 'node:assert/strict';
import { formatBytes } from '../../../../src/extension/features/library/byteSize';

describe('A number of bytes', () => {
  it('is shown in the unit that suits it, in the language of the person', () => {
    const shown = [0, 999, 1000, 123_456, 7_340_032, 2_300_000_000, 5e13].map((bytes) => formatBytes(bytes, 'en'));
    assert.deepEqual(shown, ['0 bytes', '999 bytes', '1 kB', '123.5 kB', '7.3 MB', '2.3 GB', '50,000 GB']);
    assert.equal(formatBytes(7_340_032, 'de'), '7,3 MB');
  });
});
