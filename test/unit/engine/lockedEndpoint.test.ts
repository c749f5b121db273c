import assert from 'node:assert/strict';
import { GenerationError } from '../../../src/extension/domain/ports/modelServer';
import { text } from '../../../src/shared/model/text';
import { fakeRunner } from '../../support/fakesRunner';

describe('A run that fails for a reason with a remedy', () => {
  async function endOf(error: GenerationError): Promise<unknown> {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First'));
    world.server.last.fail(error);
    await world.runner.ended(runId);
    return world.events.find((event) => event.kind === 'ended');
  }

  it('tells which endpoint wants it, so that it can be set from there', async () => {
    const endpoint = { host: 'https://gpu.lan', port: 443 };
    const end = await endOf(new GenerationError('unauthorized', text('Locked.'), { status: 401, endpoint }));
    assert.deepEqual((end as { lockedEndpoint?: unknown }).lockedEndpoint, endpoint);
  });

  it('tells nothing of the kind for any other failure', async () => {
    const end = await endOf(new GenerationError('unreachable', text('Nobody.')));
    assert.ok(end !== undefined && !('lockedEndpoint' in (end as object)));
  });

  it('tells where nothing listens, so that the practice server can be offered', async () => {
    const nobody = await endOf(new GenerationError('unreachable', text('Nobody.')));
    assert.equal((nobody as { nothingListens?: unknown }).nothingListens, true);
    const late = await endOf(new GenerationError('connect-timeout', text('Too late.')));
    assert.ok(late !== undefined && !('nothingListens' in (late as object)));
  });
});
