import assert from 'node:assert/strict';
import type { Edit } from '../../src/shared/protocol/payloadBuilder';
import { settled } from '../support/fakesClock';
import { fakeRunner } from '../support/fakesRunner';
import {
  failsAndReloads,
  makesOneTransactionOfEach,
  refusesEdits,
  sendsAnything,
  takesBackAndMakesAgain,
} from './builderBehaviour';
import { openPage, TestPage } from './payloadBuilderPage';

describe('A payload builder and its host', () => {
  it('shows the payload when the page begins', async () => {
    const { page } = await openPage('Hello.', 'How are you?');
    assert.deepEqual(page.rows, ['Block 1 user', 'Block 2 user']);
    assert.equal(page.preview, 'Hello.\n\nHow are you?\n\nPrevious response:\n[previous response]');
    assert.equal(page.shown.preview.form, 'text');
    assert.deepEqual(page.names.at(-1), 'Payload');
  });

  it('makes one transaction of each edit', async () => {
    const { world, page } = await openPage('One', 'Two', 'Three');
    const [first, second, third] = page.blockRows.map(({ placeId }) => placeId) as [number, number, number];
    const edits: readonly Edit[] = [
      { kind: 'move', placeIds: [third], before: first },
      { kind: 'enable', placeId: second, enabled: false },
      { kind: 'role', placeId: first, role: 'system' },
      { kind: 'duplicate', placeId: first },
      { kind: 'remove', placeIds: [third] },
      { kind: 'setting', key: 'temperature', typed: '0' },
      { kind: 'addStops', stops: ['END'] },
    ];
    await makesOneTransactionOfEach(page, edits, 'update payload');
    assert.deepEqual(page.rows, ['Block 1 system', 'Block 1 system', 'Block 2 user off']);
    const stored = world.payloads.stored.get(1);
    assert.deepEqual([stored?.temperature, stored?.parameters], [0, { stop: ['END'] }]);
  });

  it('takes every edit back and makes it again', async () => {
    const { page } = await openPage('One', 'Two', 'Three');
    const [first, second, third] = page.blockRows.map(({ placeId }) => placeId) as [number, number, number];
    const edits: readonly Edit[] = [
      { kind: 'role', placeId: second, role: 'assistant' },
      { kind: 'enable', placeId: second, enabled: false },
      { kind: 'remove', placeIds: [second] },
      { kind: 'move', placeIds: [third], before: first },
      { kind: 'duplicate', placeId: third },
      { kind: 'add', blockIds: [2, 2], before: first },
      { kind: 'setting', key: 'temperature', typed: '1.5' },
      { kind: 'setting', key: 'modelFormat', typed: '1' },
    ];
    await takesBackAndMakesAgain(page, edits, () => JSON.stringify([page.rows, page.shown.values, page.preview]));
  });

  it('says what undo would take back, and forgets what was undone when something else is done', async () => {
    const { page } = await openPage('One', 'Two');
    const placeId = page.blockRows[0]?.placeId ?? 0;
    await page.edit({ kind: 'enable', placeId, enabled: false });
    assert.deepEqual([page.shown.undo, page.shown.redo], ['Switch Block Off', null]);
    await page.go('undo');
    assert.deepEqual([page.shown.undo, page.shown.redo], [null, 'Switch Block Off']);
    await page.edit({ kind: 'duplicate', placeId });
    assert.deepEqual([page.shown.undo, page.shown.redo], ['Duplicate Block', null]);
  });

  it('does not remember an edit that changes nothing', async () => {
    const { page } = await openPage('One');
    await page.edit({ kind: 'setting', key: 'modelFormat', typed: '0' });
    assert.equal(page.shown.undo, null);
  });

  it('goes on when what undo would change has gone', async () => {
    const { world, page } = await openPage('One', 'Two');
    const placeId = page.blockRows[0]?.placeId ?? 0;
    await page.edit({ kind: 'duplicate', placeId });
    await page.edit({ kind: 'role', placeId, role: 'system' });
    await world.payloads.removeBlocks(1, [placeId]);
    await page.go('undo');
    await page.go('undo');
    assert.deepEqual([page.rows, page.shown.undo], [['Block 2 user'], null]);
  });

  it('refuses a value outside of its range with the sentence of the form, and stores nothing', async () => {
    const { world, page } = await openPage('One');
    assert.match((await page.edit({ kind: 'setting', key: 'temperature', typed: '9' })) ?? '', /from 0 to 5/);
    assert.match((await page.rpc.request('check', { key: 'port', typed: '0' })).problem ?? '', /from 1 to 65535/);
    assert.deepEqual(await page.rpc.request('check', { key: 'temperature', typed: '0' }), { problem: null });
    assert.equal(world.payloads.stored.get(1)?.version, 1);
  });

  it('makes a new block and puts it at the end', async () => {
    const { world, page } = await openPage('One');
    assert.equal(await page.edit({ kind: 'newBlock', title: 'New', content: 'Written here.' }), null);
    assert.deepEqual(page.rows, ['Block 1 user', 'New user']);
    assert.equal(world.blocks.stored.get(2)?.content, 'Written here.');
  });

  it('adds what the person picks', async () => {
    const { page } = await openPage('One');
    page.picks = [1, 1];
    await page.rpc.request('pickBlocks', null);
    await settled();
    assert.equal(page.rows.length, 3);
  });

  it('adds what is dropped before the place it was dropped on, as one edit of its own', async () => {
    const { world, page } = await openPage('One', 'Two');
    page.picks = [(await world.blocks.create({ title: 'Third', content: 'Three', tags: [], folderPath: '' })).id];
    await page.rpc.request('dropBlocks', { before: page.blockRows[1]?.placeId ?? 0 });
    await settled();
    assert.deepEqual(page.rows, ['Block 1 user', 'Third user', 'Block 2 user']);
    await page.go('undo');
    assert.deepEqual(page.rows, ['Block 1 user', 'Block 2 user']);
  });

  it('shows at once what is changed elsewhere, and two pages agree', async () => {
    const { world, page, payload, blocks } = await openPage('One', 'Two');
    const other = new TestPage(world, payload.id);
    await other.open();
    await world.blocks.update(blocks[0]?.id ?? 0, { content: 'Other', title: 'Renamed' });
    await settled();
    assert.equal(page.rows[0], 'Renamed user');
    await other.edit({ kind: 'enable', placeId: page.blockRows[1]?.placeId ?? 0, enabled: false });
    assert.deepEqual(page.rows, ['Renamed user', 'Block 2 user off']);
    assert.equal(page.preview, other.preview);
    assert.match(page.preview, /^Other\n\nPrevious/);
  });

  it('sends only what an edit has changed of the preview', async () => {
    const { page } = await openPage(...Array.from({ length: 50 }, (_, index) => `Text ${index}\n`));
    assert.ok(page.snapshots[0]?.preview.fresh.length === page.boxes.length);
    const placeId = page.blockRows[20]?.placeId ?? 0;
    await page.edit({ kind: 'enable', placeId, enabled: false });
    assert.equal(page.preview.includes('Text 20'), false);
    assert.ok(page.shown.preview.fresh.length <= 1, String(page.shown.preview.fresh.length));
    assert.equal(page.boxes.length, 49);
  });

  it('sends only the rows that an edit has changed', async () => {
    const { page } = await openPage('One', 'Two', 'Three');
    const [first, second, third] = page.blockRows.map(({ placeId }) => placeId);
    await page.edit({ kind: 'enable', placeId: second ?? 0, enabled: false });
    assert.deepEqual(
      page.shown.rows.fresh.map(({ placeId }) => placeId),
      [second],
    );
    await page.edit({ kind: 'move', placeIds: [third ?? 0], before: first ?? 0 });
    assert.deepEqual(page.shown.rows, { order: [third, first, second], fresh: [] });
    assert.deepEqual(page.rows, ['Block 3 user', 'Block 1 user', 'Block 2 user off']);
  });

  it('sends the beginning of a long preview at once and the rest when it is asked for, each part once', async () => {
    const texts = Array.from({ length: 60 }, (_, index) => `${String(index)} ${'word '.repeat(2000)}\n`);
    const { page } = await openPage(...texts);
    const { boxes, shown } = page;
    const { fresh } = shown.preview;
    assert.ok(fresh.length < boxes.length / 2, `${fresh.length} of ${boxes.length}`);
    assert.throws(() => page.preview, /was never sent/);
    assert.ok((await page.takePieces()) > 1);
    assert.equal(page.preview.replace(/\n+/g, '\n'), texts.join('') + page.preview.slice(page.preview.indexOf('Prev')));
    assert.equal(await page.takePieces(), 0);
  });

  it('sends a page that begins what its first screen shows, and the rest when it is asked for', async () => {
    const { page } = await openPage(...Array.from({ length: 300 }, (_, index) => `Text ${index}\n`));
    page.session.hide();
    await page.open(false);
    const { shown, blockRows, boxes } = page;
    assert.deepEqual([shown.isWhole, shown.rowCount], [false, 300]);
    assert.ok(blockRows.length < 100 && boxes.length < 200, `${blockRows.length} rows, ${boxes.length} boxes`);
    assert.match(page.preview, /^Text 0\n/);
    await page.rpc.request('rest', null);
    await settled();
    assert.equal(page.shown.isWhole, true);
    assert.equal(page.shown.rows.fresh.length, 300 - blockRows.length, 'each row once');
    assert.deepEqual([page.blockRows.length, page.preview.match(/Text /g)?.length], [300, 300]);
  });

  it('sends everything with the first edit of a page that has only its first screen', async () => {
    const { page } = await openPage(...Array.from({ length: 300 }, (_, index) => `Text ${index}\n`));
    page.session.hide();
    await page.open(false);
    await page.edit({ kind: 'remove', placeIds: [page.blockRows[1]?.placeId ?? 0] });
    assert.deepEqual([page.shown.isWhole, page.blockRows.length], [true, 299]);
    assert.equal(page.preview.match(/Text /g)?.length, 299);
  });

  it('begins with the whole of a short payload', async () => {
    const { page } = await openPage('One', 'Two');
    page.session.hide();
    await page.open(false);
    assert.equal(page.shown.isWhole, true);
  });

  it('shows a page that begins what has changed since its panel was made', async () => {
    const world = fakeRunner();
    const block = world.blocks.add({ title: 'Block', content: 'Before' });
    const payload = world.payloads.add('Payload', [block.id], { modelFormat: 'raw' });
    const page = new TestPage(world, payload.id);
    await settled(); // it has been drawn ahead
    await world.blocks.update(block.id, { content: 'After' });
    await world.payloads.update(payload.id, { temperature: 0.5 });
    await page.open();
    assert.match(page.preview, /^After/);
    assert.equal(page.shown.values.find(({ key }) => key === 'temperature')?.typed, '0.5');
  });

  it('still sends the rest of a long preview when an edit comes in between', async () => {
    const { page } = await openPage(...Array.from({ length: 60 }, () => `${'word '.repeat(2000)}\n`));
    await page.edit({ kind: 'enable', placeId: page.blockRows[0]?.placeId ?? 0, enabled: false });
    await page.edit({ kind: 'remove', placeIds: [page.blockRows[59]?.placeId ?? 0] });
    await page.takePieces();
    assert.equal(page.preview.match(/word /g)?.length, 58 * 2000);
  });

  it('sends everything again to a page that begins anew', async () => {
    const { page } = await openPage('One\n', 'Two');
    page.session.hide();
    const opened = await page.open();
    assert.equal(opened.snapshot?.preview.fresh.length, opened.snapshot?.preview.boxes.order.length);
  });

  it('sends everything to a page that begins while a snapshot for the one before is made', async () => {
    const { world, page } = await openPage('One\n', 'Two');
    const change = world.payloads.update(1, { temperature: 1 });
    const opened = await page.open();
    await change;
    await settled();
    assert.equal(opened.snapshot?.preview.fresh.length, opened.snapshot?.preview.boxes.order.length);
    assert.equal(page.shown.values.find(({ key }) => key === 'temperature')?.typed, '1');
  });

  it('tells a hidden page nothing', async () => {
    const { world, page } = await openPage('One');
    page.session.hide();
    const before = page.snapshots.length;
    await world.payloads.update(1, { temperature: 1 });
    await settled();
    assert.equal(page.snapshots.length, before);
  });

  it('copies exactly what is sent', async () => {
    const { page, payload } = await openPage('One', 'Two');
    await page.edit({ kind: 'setting', key: 'modelFormat', typed: '1' });
    await page.rpc.request('copy', null);
    assert.equal(page.copied[0], page.preview);
    assert.match(page.preview, /^<\|im_start\|>user\nOne\n\nTwo/);
    assert.deepEqual(page.shown.preview.stop, ['<|im_end|>', '<|im_start|>']);
    assert.equal(payload.name, 'Payload');
  });

  it('shows remarks with what helps', async () => {
    const { page } = await openPage('<s>{{#nobody}}');
    assert.deepEqual(
      page.shown.remarks.map(({ severity, fix }) => [severity, fix.kind]),
      [
        ['error', 'openBlock'],
        ['warning', 'openBlock'],
      ],
    );
    assert.deepEqual(page.blockRows[0]?.problems, ['No block has the tag "nobody".']);
    assert.equal(page.shown.canSend, false);
  });

  it('says when the payload is deleted', async () => {
    const { world, page } = await openPage('One');
    await world.payloads.delete([1]);
    await settled();
    assert.equal(page.snapshots.at(-1), null);
    assert.equal(page.names.at(-1), undefined);
    assert.equal((await page.open()).snapshot, null);
  });

  it('refuses messages that are not what they should be, and goes on', async () => {
    const { world, page } = await openPage('One');
    const placeId = page.blockRows[0]?.placeId ?? 0;
    const wrong: readonly unknown[] = [
      null,
      { kind: 'remove' },
      { kind: 'remove', placeIds: [] },
      { kind: 'remove', placeIds: [0.5] },
      { kind: 'remove', placeIds: Array.from({ length: 10_001 }, () => 1) },
      { kind: 'role', placeId, role: 'root' },
      { kind: 'enable', placeId, enabled: 1 },
      { kind: 'enable', placeId, enabled: false, more: true },
      { kind: 'setting', key: 'temperature', typed: 'x'.repeat(20_001) },
      { kind: 'newBlock', title: 'T', content: 'x'.repeat(4_000_001) },
      { kind: 'drop' },
    ];
    await refusesEdits(page, wrong);
    assert.equal(await page.edit({ kind: 'setting', key: '__proto__', typed: '1' }), 'There is no such setting.');
    assert.equal(world.payloads.stored.get(1)?.version, 1);
    assert.equal(await page.edit({ kind: 'enable', placeId, enabled: false }), null);
  });

  it('survives any input at all without changing what it was not asked to', async () => {
    const { world, page } = await openPage('One', 'Two');
    const before = JSON.stringify([...world.payloads.stored.values()]);
    await sendsAnything(page, ['edit', 'check', 'open', 'openBlock', 'constructor', 'toString', 'nothing']);
    assert.equal(JSON.stringify([...world.payloads.stored.values()]), before);
    assert.equal(await page.edit({ kind: 'setting', key: 'temperature', typed: '0,5' }), null);
    assert.equal(world.payloads.stored.get(1)?.temperature, 0.5);
  });

  it('reloads a page whose person asks for it after a failure, and logs what failed', async () => {
    await failsAndReloads((await openPage('One')).page);
  });
});
