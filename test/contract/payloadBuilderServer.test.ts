import assert from 'node:assert/strict';
import type { Payload } from '../../src/shared/model/payload';
import { settled } from '../support/fakesClock';
import { answering } from '../support/fakesModelServer';
import type { FakeRunner } from '../support/fakesRunner';
import { openPage, TestPage } from './payloadBuilderPage';

/** Makes a payload with a block, as a person does while a page is open. */
async function payloadOf({ blocks, payloads }: FakeRunner, name: string): Promise<Payload> {
  const payload = await payloads.create({ name });
  const block = await blocks.create({ title: `Ask ${name}`, content: 'Ask', tags: [], folderPath: '' });
  await payloads.addBlocks(payload.id, [block.id]);
  return payload;
}

/** Runs a payload alone to its end, and gives the run. */
async function answeredRun({ server, runner }: FakeRunner, payloadId: number): Promise<number> {
  server.answer = answering(() => ['From before.']);
  const runId = await runner.startPayload(payloadId);
  await runner.ended(runId);
  return runId;
}

describe('A payload builder, its server and its runs', () => {
  it('says what answers, found in the background', async () => {
    const { page } = await openPage('Hello.');
    assert.deepEqual(page.shown.server, {
      kind: 'known',
      endpoint: '127.0.0.1:5001',
      server: 'Fake 1.0 at 127.0.0.1:5001',
      model: '',
      contextSize: null,
      load: 'unknown',
      models: [],
      modelFormat: '',
    });
    await page.edit({ kind: 'setting', key: 'port', typed: '5002' });
    assert.equal(page.shown.server.endpoint, '127.0.0.1:5002');
  });

  it('tells what changes about the server while it is looked at, and asks nothing for a hidden page', async () => {
    const { world, page } = await openPage('Hello.');
    world.server.tells = { state: 'busy', models: ['one', 'two'], modelFormat: 'chatml', contextSize: 4096 };
    const before = page.snapshots.length;
    await world.clock.advance(5000);
    const { server } = page.shown;
    assert.ok(server.kind === 'known');
    assert.deepEqual(
      [server.load, server.models, server.modelFormat, server.contextSize],
      ['busy', ['one', 'two'], 'chatml', 4096],
    );
    await world.clock.advance(5000);
    assert.equal(page.snapshots.length, before + 1, 'an answer that says the same makes no snapshot');
    page.session.hide();
    const { asked } = world.server;
    await world.clock.advance(60_000);
    assert.equal(world.server.asked, asked);
    await page.open();
    assert.equal(world.server.asked, asked + 1);
  });

  it("offers the format of the server's own template where the payload has another", async () => {
    const { world, payload } = await openPage('Hello.');
    world.server.tells = { modelFormat: 'chatml' };
    await world.payloads.update(payload.id, { modelFormat: 'llama3' });
    const page = new TestPage(world, payload.id);
    await page.open();
    const [remark] = page.shown.remarks;
    assert.equal(remark?.fixLabel, 'Use That Format');
    assert.ok(remark.fix.kind === 'edit');
    assert.equal(await page.edit(remark.fix.edit), null);
    assert.equal((await world.payloads.get(payload.id))?.modelFormat, 'chatml');
    assert.deepEqual(page.shown.remarks, []);
    assert.equal((await page.edit({ kind: 'setFormat', format: 'nonsense' })) === null, false);
  });

  it('asks nothing of a server in Restricted Mode, and does not send', async () => {
    const { world, payload } = await openPage('Hello.');
    world.world.isAllowed = false;
    const page = new TestPage(world, payload.id);
    await page.open();
    assert.equal(page.shown.server.kind, 'unknown');
    assert.equal(page.shown.canSend, false);
    assert.match((await page.rpc.request('send', null)).problem ?? '', /Restricted Mode/);
    assert.equal(world.server.exchanges.length, 0);
  });

  it('shows the responses of an earlier run in place of placeholders, until it is told not to', async () => {
    const { world, page } = await openPage('See {{response:Other}}.');
    const other = await payloadOf(world, 'Other');
    const third = await payloadOf(world, 'Third');
    const runId = await answeredRun(world, other.id);
    await answeredRun(world, third.id);
    await settled();
    assert.match(page.preview, /See \[response of "Other"\]\./);
    assert.deepEqual(page.shown.responses, { used: true, runId: null, run: '' });

    page.pickedRun = runId;
    assert.deepEqual(await page.rpc.request('chooseRun', null), { problem: null });
    await settled();
    assert.deepEqual(page.offeredRuns, [runId], 'a run without a response that it refers to is not offered');
    assert.match(page.preview, /See From before\.\./);
    assert.deepEqual(page.shown.responses, { used: true, runId, run: 'Other' });

    page.session.hide();
    page.runId = runId;
    await page.open();
    assert.match(page.preview, /From before/);
    await page.rpc.request('forgetRun', null);
    await settled();
    assert.match(page.preview, /See \[response/);
  });

  it('goes back to placeholders when the run is deleted, or was while nobody looked', async () => {
    const { world, page } = await openPage('See {{previous}}.');
    const other = await payloadOf(world, 'Other');
    const runId = await answeredRun(world, other.id);
    page.runId = runId;
    await page.open();
    assert.match(page.preview, /From before/);
    await world.runs.delete([runId]);
    await settled();
    assert.equal(page.shown.responses.runId, null);
    await page.open();
    assert.equal(page.shown.responses.runId, null);
  });

  it('sends the payload alone and tells the answer while it grows', async () => {
    const { world, page } = await openPage('Hello.');
    world.server.answer = answering(() => ['Hi ', 'there.']);
    assert.deepEqual(await page.rpc.request('send', null), { problem: null });
    await settled();
    await settled();
    assert.equal(world.server.last.prompt, 'Hello.');
    const last = page.answers.at(-1);
    assert.deepEqual([last?.state, last?.text, last?.status, last?.failed], ['ended', 'Hi there.', 'Complete', false]);
    const [run] = [...world.runs.stored.values()];
    assert.deepEqual([run?.workflowId, run?.workflowName, run?.status], [null, 'Payload', 'completed']);
    await page.rpc.request('openAnswer', null);
    assert.deepEqual(page.opened, [[last?.responseId, run?.id]]);
  });

  it('says why a payload cannot be sent alone', async () => {
    const { world, page } = await openPage('Improve {{previous}}');
    const { problem } = await page.rpc.request('send', null);
    assert.match(problem ?? '', /There is no response before the first step/);
    assert.equal(world.runs.stored.size, 0);
  });

  it('tells how a failed answer ended', async () => {
    const { world, page } = await openPage('Hello.');
    world.server.answer = (exchange) => {
      exchange.fail('unreachable');
    };
    await page.rpc.request('send', null);
    await settled();
    await settled();
    assert.deepEqual([page.answers.at(-1)?.state, page.answers.at(-1)?.failed], ['ended', true]);
  });

  it('corrects its estimates by what the server counted', async () => {
    const { world, page } = await openPage('word '.repeat(400));
    world.server.answer = async (exchange) => {
      await exchange.begin();
      exchange.send('Yes.');
      exchange.end({ promptTokens: 400 });
    };
    const before = page.shown.preview.tokens;
    await page.rpc.request('send', null);
    await settled();
    await settled();
    assert.equal(page.shown.preview.calibrated, true);
    assert.ok(page.shown.preview.tokens < before, `${page.shown.preview.tokens} ${before}`);
  });
});
