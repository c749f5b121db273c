import assert from 'node:assert/strict';
import { responsesBefore, responsesInPreview } from '../../../../src/extension/domain/workflow/earlierResponses';

const draft = { id: 1, name: 'Draft' };
const critique = { id: 2, name: 'Critique' };
const other = { id: 3, name: 'Other' };
const all = [draft, critique, other];
const label = (name: string): string => `«${name}»`;

describe('the responses before a step', () => {
  it('are the nearest of each payload', () => {
    const earlier = [
      { payload: draft, answer: 'first' },
      { payload: critique, answer: 'c' },
      { payload: draft, answer: 'second' },
    ];
    const context = responsesBefore(earlier, all, label);
    assert.deepEqual(context.response('Draft'), { state: 'answered', text: 'second', payloadName: 'Draft' });
    assert.deepEqual(context.responseOfPayload(2), { state: 'answered', text: 'c', payloadName: 'Critique' });
    assert.deepEqual(context.previous(), { state: 'answered', text: 'second', payloadName: 'Draft' });
  });

  it('may be empty texts', () => {
    const context = responsesBefore([{ payload: draft, answer: '' }], all, label);
    assert.deepEqual(context.previous(), { state: 'answered', text: '', payloadName: 'Draft' });
  });

  it('are still to come where a step has not run', () => {
    const context = responsesBefore([{ payload: draft, answer: undefined }], all, label);
    assert.deepEqual(context.response('Draft'), { state: 'pending', label: '«Draft»' });
    assert.deepEqual(context.previous(), { state: 'pending', label: '«Draft»' });
  });

  it('are missing for other payloads and unknown for none', () => {
    const context = responsesBefore([], all, label);
    assert.deepEqual(context.response('Other'), { state: 'later' });
    assert.deepEqual(context.responseOfPayload(3), { state: 'later' });
    assert.deepEqual(context.response('Nobody'), { state: 'unknown' });
    assert.deepEqual(context.responseOfPayload(9), { state: 'unknown' });
    assert.deepEqual(context.previous(), { state: 'unknown' });
    assert.deepEqual([context.isPayload('Other'), context.isPayload('other')], [true, false]);
  });

  it('all exist in a preview outside a workflow', () => {
    const context = responsesInPreview(all, label, '«before»');
    assert.deepEqual(context.response('Other'), { state: 'pending', label: '«Other»' });
    assert.deepEqual(context.responseOfPayload(3), { state: 'pending', label: '«Other»' });
    assert.deepEqual(context.response('Nobody'), { state: 'unknown' });
    assert.deepEqual(context.previous(), { state: 'pending', label: '«before»' });
    assert.deepEqual(responsesInPreview([], label, '«before»').previous(), { state: 'pending', label: '«before»' });
  });
});
