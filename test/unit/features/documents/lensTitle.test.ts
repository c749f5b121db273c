import assert from 'node:assert/strict';
import { iconLensTitle, lensTitle } from '../../../../src/extension/features/documents/lensTitle';

describe('the title of a lens', () => {
  it('keeps a name that looks like an icon as it is written', () => {
    assert.equal(lensTitle('$(trash) and $(edit)'), '\\$(trash) and \\$(edit)');
  });

  it('sets its icon off from the text by a blank that does not collapse', () => {
    assert.equal(iconLensTitle('tag', 'Tags: $(x)'), '$(tag)\u00a0Tags: \\$(x)');
  });
});
