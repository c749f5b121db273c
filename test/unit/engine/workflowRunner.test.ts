import assert from 'node:assert/strict';
import { RunRefusedError } from '../../../src/extension/engine/runRefusedError';
import { settled } from '../../support/fakesClock';
import { answering } from '../../support/fakesModelServer';
import { fakeRunner } from '../../support/fakesRunner';

describe('A run of a workflow', () => {
  it('sends the steps one after the other and stores each answer', async () => {
    const world = fakeRunner();
    world.server.answer = answering((_, index) => [`answer `, `${index}`]);
    const runId = await world.runner.start(world.workflowOf('First', 'Second', 'Third'));
    await world.runner.ended(runId);
    assert.deepEqual(
      world.runs
        .responsesOf(runId)
        .map(({ stepIndex, payloadName, content, partial, finishReason, prompt }) => [
          ...[stepIndex, payloadName, content, partial, finishReason, prompt],
        ]),
      [
        [0, 'A', 'answer 0', false, 'stop', 'First'],
        [1, 'B', 'answer 1', false, 'stop', 'Second\n\nPrevious response:\nanswer 0'],
        [2, 'C', 'answer 2', false, 'stop', 'Third\n\nPrevious response:\nanswer 1'],
      ],
    );
    const run = world.runs.stored.get(runId);
    assert.deepEqual(
      [run?.status, run?.stepCount, run?.workflowName, run?.errorMessage],
      ['completed', 3, 'Workflow', null],
    );
    assert.deepEqual(world.runner.active(), []);
    assert.deepEqual(world.logged, []);
  });

  it('tells what happens in the order in which it does', async () => {
    const world = fakeRunner();
    world.server.answer = answering((_, index) => (index === 0 ? ['a', 'b'] : []));
    const runId = await world.runner.start(world.workflowOf('First', 'Second'));
    assert.deepEqual(world.story().slice(0, 1), ['started']);
    await world.runner.ended(runId);
    assert.deepEqual(world.story(), [
      'started',
      '0 A queued',
      '0 A connecting',
      'responseStarted',
      '0 A waiting',
      '0 A writing',
      'streamed',
      'streamed',
      'responseEnded',
      '1 B queued',
      '1 B connecting',
      'responseStarted',
      '1 B waiting',
      'responseEnded',
      'ended completed',
    ]);
  });

  it('shows each active run with its step, phase and response, oldest first', async () => {
    const world = fakeRunner();
    const workflowId = world.workflowOf('First');
    const one = await world.started(workflowId);
    await world.clock.advance(10);
    const other = await world.started(workflowId);
    await world.server.exchanges[0]?.begin();
    assert.deepEqual(
      world.runner.active().map(({ runId, phase, responseId }) => [runId, phase, responseId]),
      [
        [one, 'waiting', 1],
        [other, 'connecting', undefined],
      ],
    );
    const [first, second] = world.runner.active();
    assert.equal((second?.startedAt ?? 0) - (first?.startedAt ?? 0), 10);
  });

  describe('puts responses into later steps', () => {
    it('by name, by slot and by the word previous, from the nearest earlier step of that payload', async () => {
      const world = fakeRunner();
      const draft = world.payloads.add('Draft', [world.blocks.add({ content: 'Write.' }).id]);
      const slot = world.blocks.add({ content: '', tags: ['response', `payload_${draft.id}`] });
      const review = world.blocks.add({ content: '{{response:Draft}}|{{Draft}}|{{previous}}|{{Nobody}}' });
      const reviews = world.payloads.add('Review', [review.id, slot.id]);
      const workflow = world.workflows.add('W', [draft.id, reviews.id, draft.id, reviews.id]);
      world.server.answer = answering((_, index) => [`<${index}>`]);
      const runId = await world.runner.start(workflow.id);
      await world.runner.ended(runId);
      assert.deepEqual(
        world.runs.responsesOf(runId).map(({ prompt }) => prompt),
        [
          'Write.',
          '<0>|<0>|<0>|{{Nobody}}\n\n<0>',
          'Write.\n\nPrevious response:\n<1>',
          '<2>|<2>|<2>|{{Nobody}}\n\n<2>',
        ],
      );
    });

    it('exactly as the server sent them, their braces and blanks included', async () => {
      const world = fakeRunner();
      const answer = ' \n {{previous}} {{#tag}} \\{{ \u{1F600}\r\n ';
      world.server.answer = answering(() => [answer]);
      const runId = await world.runner.start(world.workflowOf('First', '>{{previous}}<'));
      await world.runner.ended(runId);
      assert.equal(world.server.last.prompt, `>${answer}<`);
      assert.deepEqual(
        world.runs.responsesOf(runId).map(({ content }) => content),
        [answer, answer],
      );
    });
  });

  it('puts in blocks by tag and path, through other blocks, and reads no others', async () => {
    const world = fakeRunner();
    world.blocks.add({ title: 'Unused', content: 'unused', tags: ['other'] });
    const leaf = world.blocks.add({ title: 'Leaf', folderPath: 'F', content: 'leaf' });
    const tagged = world.blocks.add({ title: 'T', folderPath: 'A', content: '{{block:F/Leaf}}', tags: ['x'] });
    const workflowId = world.workflowOf('{{#x}} and {{block:F/Leaf}}');
    const runId = await world.started(workflowId);
    assert.equal(world.server.last.prompt, 'leaf and leaf');
    const read = world.transactions.operations.filter((operation) => operation.startsWith('getMany'));
    assert.deepEqual(read, ['getMany 4', `getMany ${leaf.id},${tagged.id}`]);
    await world.runner.stop(runId);
  });

  it('is not changed by edits that come after it began', async () => {
    const world = fakeRunner();
    const workflowId = world.workflowOf('First', 'Second {{A}}');
    const runId = await world.started(workflowId);
    await world.blocks.update(2, { content: 'Changed' });
    await world.payloads.update(1, { name: 'Renamed' });
    await world.payloads.delete([2]);
    await world.workflows.delete([workflowId]);
    world.world.host = 'elsewhere';
    world.server.answer = answering(() => ['second']);
    await world.server.last.begin();
    world.server.exchanges[0]?.send('one');
    world.server.exchanges[0]?.end();
    await world.runner.ended(runId);
    assert.equal(world.server.last.prompt, 'Second one');
    assert.equal(world.server.last.request.host, '127.0.0.1');
    assert.equal(world.runs.stored.get(runId)?.status, 'completed');
  });

  it('asks the host of the payload, or the one of the setting, with the settings of the payload and no more', async () => {
    const world = fakeRunner();
    const block = world.blocks.add({ content: 'x' });
    const settings = { temperature: 0, port: 6001, host: 'box', parameters: { topK: 0, stop: ['END'] } };
    const own = world.payloads.add('Own', [block.id], settings);
    const plain = world.payloads.add('Plain', [block.id]);
    world.world.host = '::1';
    world.server.answer = answering(() => ['ok']);
    const runId = await world.runner.start(world.workflows.add('W', [own.id, plain.id]).id);
    await world.runner.ended(runId);
    const [first, second] = world.server.exchanges.map(({ request }) => request);
    assert.deepEqual([first?.host, second?.host], ['box', '::1']);
    assert.deepEqual(first?.settings, {
      ...{ temperature: 0, responseLength: 512, port: 6001, host: 'box', modelFormat: 'auto' },
      ...{ provider: null, model: null, parameters: { topK: 0, stop: ['END'] }, flow: 'auto' },
    });
    assert.deepEqual(world.runs.responsesOf(runId)[0]?.metadata.parameters, { topK: 0, stop: ['END'] });
  });

  it('measures what the server and the clock say', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First'));
    await world.clock.advance(40); // recognising
    await world.server.last.begin({ server: 'KoboldCpp 1.115.1', model: 'asked' });
    await world.clock.advance(250);
    world.server.last.send('Hello');
    await world.clock.advance(2000);
    world.server.last.send(' world');
    world.server.last.end({ finishReason: 'length', promptTokens: 7, completionTokens: 30, model: 'answered' });
    await world.runner.ended(runId);
    const [response] = world.runs.responsesOf(runId);
    assert.equal(response?.finishReason, 'length');
    assert.deepEqual(response.metadata, {
      ...{ host: '127.0.0.1', port: 5001, modelFormat: 'auto', temperature: 0.7, responseLength: 512 },
      ...{ provider: 'koboldcpp', server: 'KoboldCpp 1.115.1', model: 'answered' },
      ...{ promptTokens: 7, completionTokens: 30, estimatedTokens: 2 },
      ...{ timeToFirstTokenMs: 250, durationMs: 2250, tokensPerSecond: 15 },
    });
    assert.equal(world.runs.stored.get(runId)?.executionTimeMs, 2290);
  });

  it('counts from when the request leaves, which does not wait for its own row', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First'));
    world.transactions.turn = (operation) =>
      operation === 'start response' ? new Promise((resolve) => world.clock.after(500, resolve)) : Promise.resolve();
    const begun = world.server.last.begin();
    await world.clock.advance(20);
    world.server.last.send('x');
    await world.clock.advance(10);
    world.server.last.end();
    await settled();
    await world.clock.advance(470);
    await begun;
    await world.runner.ended(runId);
    const [response] = world.runs.responsesOf(runId);
    assert.deepEqual([response?.metadata.timeToFirstTokenMs, response?.metadata.durationMs], [20, 30]);
    assert.deepEqual([response?.content, response?.partial], ['x', false]);
  });

  it('keeps an empty answer, and goes on', async () => {
    const world = fakeRunner();
    world.server.answer = async (exchange, index) => {
      await exchange.begin();
      exchange.send(...(index === 0 ? [] : ['second']));
      exchange.end({ completionTokens: index });
    };
    const runId = await world.runner.start(world.workflowOf('First', 'Second'));
    await world.runner.ended(runId);
    const [empty, second] = world.runs.responsesOf(runId);
    assert.deepEqual([empty?.content, empty?.partial, empty?.finishReason], ['', false, 'stop']);
    assert.equal(empty?.metadata.completionTokens, 0);
    assert.equal(empty.metadata.tokensPerSecond, undefined);
    assert.equal(empty.metadata.timeToFirstTokenMs, undefined);
    assert.equal(second?.content, 'second');
    assert.equal(world.runs.stored.get(runId)?.status, 'completed');
  });

  it('stores what has arrived at most once a second, and nothing late', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First'));
    await world.server.last.begin();
    world.transactions.operations.length = 0;
    const stored: [number, string][] = [];
    const began = world.clock.now();
    world.transactions.onDidChange(() => {
      stored.push([world.clock.now() - began, world.runs.responsesOf(runId)[0]?.content ?? '']);
    });
    for (let piece = 0; piece < 25; piece++) {
      world.server.last.send(String(piece % 10));
      await world.clock.advance(100);
    }
    assert.deepEqual(stored, [
      [1000, '0123456789'],
      [2000, '01234567890123456789'],
    ]);
    world.server.last.end();
    await world.runner.ended(runId);
    await world.clock.advance(5000);
    assert.deepEqual(world.transactions.operations, ['save partial', 'save partial', 'finish response']);
    assert.equal(world.clock.waiting, 0);
  });

  it('gives its place at the endpoint on as soon as the server has answered, before that is stored', async () => {
    const world = fakeRunner();
    world.turns.slots = 1;
    const workflowId = world.workflowOf('First');
    const one = await world.started(workflowId);
    const other = await world.started(workflowId);
    const store = world.hold('finish response');
    const [first] = world.server.exchanges;
    await first!.begin();
    first!.end();
    await settled();
    assert.equal(world.server.exchanges.length, 2);
    assert.equal(world.runs.responsesOf(one)[0]?.partial, true);
    await world.server.last.begin();
    world.server.last.end();
    store();
    await Promise.all([world.runner.ended(one), world.runner.ended(other)]);
    assert.deepEqual(
      [one, other].map((id) => world.runs.stored.get(id)?.status),
      ['completed', 'completed'],
    );
  });

  it('shows the live text until the store holds it', async () => {
    const world = fakeRunner();
    const runId = await world.started(world.workflowOf('First'));
    await world.server.last.begin();
    assert.equal(world.runner.liveText(1), '');
    world.server.last.send('Hel', 'lo');
    assert.equal(world.runner.liveText(1), 'Hello');
    const seen: (string | undefined)[] = [];
    world.runner.onDidChange(({ kind }) => {
      if (kind === 'responseEnded') {
        seen.push(world.runner.liveText(1), world.runs.storedResponses.get(1)?.content);
      }
    });
    world.transactions.onDidChange(() => seen.push(world.runner.liveText(1)));
    world.server.last.end();
    await world.runner.ended(runId);
    assert.deepEqual(seen, ['Hello', 'Hello', 'Hello']);
    assert.equal(world.runner.liveText(1), undefined);
  });

  it('goes on beside another run without mixing them up', async () => {
    const world = fakeRunner();
    const workflowId = world.workflowOf('First', '>{{previous}}<');
    const [one, other] = await Promise.all([world.runner.start(workflowId), world.runner.start(workflowId)]);
    await settled();
    const [first, second] = world.server.exchanges;
    await Promise.all([first?.begin(), second?.begin()]);
    first?.send('one');
    second?.send('other');
    first?.send('!');
    second?.end();
    await settled();
    first?.fail('silence-timeout');
    await world.runner.ended(one);
    assert.equal(world.server.last.prompt, '>other<');
    await world.server.last.begin();
    world.server.last.end();
    await world.runner.ended(other);
    assert.deepEqual(
      [one, other].map((id) => [
        world.runs.stored.get(id)?.status,
        world.runs.responsesOf(id).map(({ content }) => content),
      ]),
      [
        ['failed', ['one!']],
        ['completed', ['other', '']],
      ],
    );
  });

  describe('is refused before anything is sent or stored', () => {
    async function refusal(world: ReturnType<typeof fakeRunner>, workflowId: number): Promise<RunRefusedError> {
      const error: unknown = await world.runner.start(workflowId).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof RunRefusedError);
      assert.equal(world.server.exchanges.length, 0);
      assert.equal(world.runs.stored.size, 0);
      assert.deepEqual(world.events, []);
      return error;
    }

    it('when the workflow is gone, or has no steps', async () => {
      const world = fakeRunner();
      assert.match((await refusal(world, 99)).message, /no longer exists/);
      assert.match((await refusal(world, world.workflowOf())).message, /"Workflow" has no steps/);
    });

    it('with all its problems, each once', async () => {
      const world = fakeRunner();
      const block = world.blocks.add({ content: '{{#nothing}} {{block:No/Where}}' });
      const later = world.blocks.add({ content: '{{response:Later}}' });
      const one = world.payloads.add('One', [block.id, block.id]);
      const two = world.payloads.add('Two', [later.id]);
      const last = world.payloads.add('Later', [block.id]);
      const error = await refusal(world, world.workflows.add('W', [one.id, two.id, last.id]).id);
      assert.deepEqual(
        error.problems.map(({ kind, blockId, start }) => [kind, blockId, start]),
        [
          ['unresolved', block.id, 0],
          ['unresolved', block.id, 13],
          ['notYetAnswered', later.id, 0],
        ],
      );
      assert.match(error.message, /^"W" cannot run\. Payload "One": .*"nothing".* \(and 2 more\)$/);
    });

    it('when a payload has no text', async () => {
      const world = fakeRunner();
      const empty = world.payloads.add('Empty');
      const error = await refusal(world, world.workflows.add('W', [empty.id]).id);
      assert.match(error.message, /"Empty" has no text/);
    });

    it('in Restricted Mode', async () => {
      const world = fakeRunner();
      world.world.isAllowed = false;
      const error = await refusal(world, world.workflowOf('First'));
      assert.match(error.message, /Restricted Mode.*nothing was sent/);
      assert.deepEqual(world.transactions.operations, []);
    });
  });

  it('goes on when a listener throws, and logs that', async () => {
    const world = fakeRunner();
    world.runner.onDidChange(() => {
      throw new Error('listener');
    });
    world.server.answer = answering(() => ['ok']);
    const runId = await world.runner.start(world.workflowOf('First'));
    await world.runner.ended(runId);
    assert.equal(world.runs.stored.get(runId)?.status, 'completed');
    assert.ok(world.logged.every((line) => line === 'Error: listener') && world.logged.length > 0);
  });
});
