import type { EndpointAddress } from '../../shared/model/endpoint';
import { formatStepInput, stepInputOf, type Hash } from '../domain/workflow/stepInput';
import type { StepTurn } from './runPlan';
import type { RunSnapshot } from './runSnapshot';
import { assembleStep, endpointOf, type StepAssembly } from './stepAssembly';

/** The first step of a run that sends something: what it sends, where to, and what it is given, as it is stored. */
export interface FirstStep {
  readonly assembly: StepAssembly;
  readonly endpoint: EndpointAddress;
  readonly input: string;
}

/** The first step of a run that can have its place in a queue as soon as it is stored; undefined where it cannot. */
export function firstStep(snapshot: RunSnapshot, turns: readonly StepTurn[], hash: Hash): FirstStep | undefined {
  const [step] = snapshot.steps;
  if (!step || turns[0]?.kind !== 'execute' || turns.some(({ kind }) => kind === 'reuse')) {
    return undefined;
  }
  const assembly = assembleStep(snapshot, step, []);
  if (assembly.problems.length > 0) {
    return undefined;
  }
  return { assembly, endpoint: endpointOf(assembly), input: formatStepInput(stepInputOf(assembly.given, hash)) };
}
