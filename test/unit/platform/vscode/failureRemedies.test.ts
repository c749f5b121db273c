import assert from 'node:assert/strict';
import { InvalidInputError } from '../../../../src/extension/domain/ports/invalidInputError';
import { GenerationError } from '../../../../src/extension/domain/ports/modelServer';
import { StoreError } from '../../../../src/extension/domain/ports/storeError';
import { remediesOf } from '../../../../src/extension/platform/vscode/failureRemedies';
import { text } from '../../../../src/shared/model/text';

const sentence = text('It failed.');

describe('What helps after a failure', () => {
  it('is, when the disk is full, doing it again once there is room, and a look at what takes it', () => {
    const error = new StoreError('full', sentence);
    assert.deepEqual(remediesOf(error, true), ['again', 'showDatabase']);
    assert.deepEqual(remediesOf(error, false), ['showDatabase']);
  });

  it('is doing it again when another window was writing, if that is possible', () => {
    assert.deepEqual(remediesOf(new StoreError('busy', sentence), true), ['again', 'showLog']);
    assert.deepEqual(remediesOf(new StoreError('busy', sentence), false), ['showLog']);
  });

  it('is never doing again what would fail the same way, or may have been done', () => {
    for (const reason of ['constraint', 'corrupt', 'unconfirmed', 'read-only', 'failed'] as const) {
      assert.deepEqual(remediesOf(new StoreError(reason, sentence), true), ['showLog'], reason);
    }
    assert.deepEqual(remediesOf(new InvalidInputError(sentence), true), ['showLog']);
  });

  it('is the key where an endpoint wants one', () => {
    const endpoint = { host: 'localhost', port: 5001 };
    assert.deepEqual(remediesOf(new GenerationError('unauthorized', sentence, { endpoint }), true), [
      'setKey',
      'showLog',
    ]);
    assert.deepEqual(remediesOf(new GenerationError('unauthorized', sentence), true), ['showLog']);
  });
});
