import { answering } from '../../support/fakesModelServer';
import type { FakeRunner } from '../../support/fakesRunner';
import type { StepSettings } from '../../../src/shared/model/workflow';

/** A workflow with a payload for each text, and settings of some of its steps, by their places. */
export async function workflowWith(
  world: FakeRunner,
  texts: readonly string[],
  settings: Readonly<Record<number, Partial<StepSettings>>>,
): Promise<number> {
  const id = world.workflowOf(...texts);
  const { steps } = world.workflows.stored.get(id)!;
  for (const [place, patch] of Object.entries(settings)) {
    await world.workflows.updateStep(id, steps[Number(place)]!.id, patch);
  }
  return id;
}

/** How the steps of a run stand in the store. */
export function steps(world: FakeRunner, runId: number): readonly unknown[] {
  return world.runs.stepsOf(runId).map(({ name, status }) => `${name} ${status}`);
}

/** What was asked, request by request. */
export function prompts(world: FakeRunner): readonly string[] {
  return world.server.exchanges.map(({ prompt }) => prompt);
}

/** Fails the requests of these places, and answers the others with their place. */
export function failingAt(world: FakeRunner, ...places: readonly number[]): void {
  world.server.answer = async (exchange, index) => {
    if (places.includes(index)) {
      exchange.fail('unreachable');
    } else {
      await answering((_, place) => [`<${place}>`])(exchange, index);
    }
  };
}
