import assert from 'node:assert/strict';
import { filledResponses, type EarlierResponse } from '../../../../src/extension/domain/preview/filledResponses';
import { responsesInPreview } from '../../../../src/extension/domain/workflow/earlierResponses';

const plan = { id: 1, name: 'Plan' };
const draft = { id: 2, name: 'Draft' };
const check = { id: 3, name: 'Check' };
const all = [plan, draft, check];

function answer(stepIndex: number, { id, name }: typeof plan, text: string): EarlierResponse {
  return { stepIndex, payloadId: id, payloadName: name, text };
}

const run = [answer(0, plan, 'a plan'), answer(1, draft, 'a draft'), answer(2, check, 'a check')];

function seenBy(payload: typeof plan, responses: readonly EarlierResponse[] = run) {
  const placeholders = responsesInPreview(all, (name) => `[${name}]`, '[previous]');
  return filledResponses(payload, all, responses, placeholders);
}

/** What stands in the preview for a lookup. */
function shown(lookup: ReturnType<ReturnType<typeof seenBy>['previous']>): string {
  return lookup.state === 'answered' ? lookup.text : lookup.state === 'pending' ? lookup.label : lookup.state;
}

describe('Responses of an earlier run in a preview', () => {
  it('are those that the payload saw in that run', () => {
    const seen = seenBy(draft);
    assert.equal(shown(seen.response('Plan')), 'a plan');
    assert.equal(shown(seen.responseOfPayload(1)), 'a plan');
    assert.equal(shown(seen.previous()), 'a plan');
    assert.equal(shown(seen.response('Check')), '[Check]', 'it came later');
  });

  it('are all of them for a payload that did not run then', () => {
    const seen = seenBy({ id: 9, name: 'New' });
    assert.equal(shown(seen.response('Check')), 'a check');
    assert.equal(shown(seen.previous()), 'a check');
  });

  it('are found by the name that a payload has now', () => {
    const seen = seenBy(check, [answer(0, { id: 1, name: 'Old name' }, 'a plan'), ...run.slice(1)]);
    assert.equal(shown(seen.response('Plan')), 'a plan');
    assert.equal(shown(seen.response('Old name')), 'unknown');
  });

  it('leave placeholders where the run has none', () => {
    assert.equal(shown(seenBy(plan).previous()), '[previous]');
    assert.equal(shown(seenBy(plan, []).response('Draft')), '[Draft]');
    assert.equal(seenBy(plan).isPayload('Draft'), true);
  });

  it('are the nearest ones where a payload answered twice', () => {
    const twice = [answer(0, plan, 'first'), answer(1, plan, 'second'), answer(2, draft, 'a draft')];
    assert.equal(shown(seenBy(draft, twice).response('Plan')), 'second');
  });
});
