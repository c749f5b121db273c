import assert from 'node:assert/strict';
import type { StartOptions } from '../../../src/extension/engine/runner';
import { RunRefusedError } from '../../../src/extension/engine/runRefusedError';
import { answering, type FakeExchange } from '../../support/fakesModelServer';
import { fakeRunner, type FakeRunner } from '../../support/fakesRunner';

/** How the steps of a run stand in the store. */
export function steps(world: FakeRunner, runId: number): string {
  return world.runs
    .stepsOf(runId)
    .map(({ name, status }) => `${name} ${status}`)
    .join(', ');
}

/** The texts of a run, in order. */
export function texts(world: FakeRunner, runId: number): readonly string[] {
  return world.runs.responsesOf(runId).map(({ content }) => content);
}

/** The id of the step at a place of a workflow. */
export function stepAt(world: FakeRunner, workflowId: number, place: number): number {
  return world.workflows.stored.get(workflowId)!.steps[place]!.id;
}

/** A world in which every answer says what it answers and how often that was asked. */
export function answeringWorld(): FakeRunner {
  const world = fakeRunner();
  world.server.answer = answering(({ prompt }) => [`(${prompt})`]);
  return world;
}

export async function run(world: FakeRunner, workflowId: number, options?: StartOptions): Promise<number> {
  const runId = await world.runner.start(workflowId, options);
  await world.runner.ended(runId);
  return runId;
}

/** What was asked since the last time. */
export function asked(world: FakeRunner): readonly string[] {
  return world.server.exchanges.splice(0).map(({ prompt }) => prompt);
}

export async function refusal(world: FakeRunner, workflowId: number, options: StartOptions): Promise<string> {
  const before = world.runs.stored.size;
  const error: unknown = await world.runner.start(workflowId, options).catch((reason: unknown) => reason);
  assert.ok(error instanceof RunRefusedError, String(error));
  assert.equal(world.runs.stored.size, before, 'nothing is stored');
  assert.deepEqual(asked(world), [], 'nothing is sent');
  return error.message;
}

/** Fails the second request, and answers the others with what they ask. */
export async function failingSecond(exchange: FakeExchange, index: number): Promise<void> {
  if (index === 1) {
    exchange.fail('unreachable');
  } else {
    await answering(({ prompt }) => [`(${prompt})`])(exchange, index);
  }
}
