import { createHash } from 'node:crypto';
import { LibraryIndex } from '../../src/extension/engine/libraryIndex';
import type { RunnerEvent, StartOptions } from '../../src/extension/engine/runner';
import { WorkflowRunner } from '../../src/extension/engine/workflowRunner';
import type { Log } from '../../src/extension/platform/ports/log';
import { FakeBlocks } from './fakesBlocks';
import { FakeClock, settled } from './fakesClock';
import { FakeModelServer } from './fakesModelServer';
import { FakePayloads } from './fakesPayloads';
import { FakeRuns } from './fakesRuns';
import { FakeTurns } from './fakesTurns';
import { FakeTransactions } from './fakesTransactions';
import { FakeWorkflows } from './fakesWorkflows';

/** A runner over one library in memory, a model server that a test plays, and a clock that it moves. */
export function fakeRunner() {
  const transactions = new FakeTransactions();
  const blocks = new FakeBlocks(transactions);
  const payloads = new FakePayloads(transactions);
  const workflows = new FakeWorkflows(transactions);
  const runs = new FakeRuns(transactions);
  const index = new LibraryIndex(blocks, transactions);
  const turns = new FakeTurns(runs);
  const server = new FakeModelServer();
  const clock = new FakeClock();
  const logged: string[] = [];
  const note = (message: string | Error): void => void logged.push(String(message));
  const log: Log = { trace: note, info: note, warn: note, error: note };
  const world = { host: '127.0.0.1', isAllowed: true };
  const runner = new WorkflowRunner({
    ...{ blocks, payloads, workflows, runs, events: transactions, index, turns, server, clock, log },
    random: () => 0.5,
    hash: (content) => createHash('sha256').update(content).digest('base64'),
    defaultHost: () => world.host,
    isAllowed: () => world.isAllowed,
  });
  const events: RunnerEvent[] = [];
  runner.onDidChange((event) => events.push(event));

  return {
    ...{ transactions, blocks, payloads, workflows, runs, index, turns, server, clock, logged, world, runner, events },
    /** A workflow with a payload for each text, named "A", "B", …; each payload has one block with that text. */
    workflowOf(...texts: readonly string[]): number {
      const ids = texts.map((content, position) => {
        const block = blocks.add({ content });
        return payloads.add(String.fromCharCode(65 + position), [block.id]).id;
      });
      return workflows.add('Workflow', ids).id;
    },
    /** Starts a workflow and waits until its first request is there. */
    async started(workflowId: number, options: StartOptions = {}): Promise<number> {
      const runId = await runner.start(workflowId, options);
      await settled();
      return runId;
    },
    /** The kinds of all events so far, each followed by what tells it apart. */
    story(): readonly string[] {
      return events.map((event) => {
        switch (event.kind) {
          case 'progressed':
            return `${event.run.stepIndex} ${event.run.payloadName} ${event.run.phase}`;
          case 'ended':
            return `ended ${event.status}`;
          case 'started':
          case 'responseStarted':
          case 'streamed':
          case 'responseEnded':
            return event.kind;
        }
      });
    },
    /** Holds one kind of operation of the store back until it is let go. */
    hold(held: string): () => void {
      let release: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (release = resolve));
      transactions.turn = (operation) => (operation === held ? gate : Promise.resolve());
      return release;
    },
    /** Lets operations of the store fail. */
    failing(isFailing: (operation: string) => boolean, error: Error): void {
      transactions.turn = (operation) => (isFailing(operation) ? Promise.reject(error) : Promise.resolve());
    },
  };
}

/** What `fakeRunner` makes. */
export type FakeRunner = ReturnType<typeof fakeRunner>;
