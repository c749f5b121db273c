import type { Payload } from '../../src/shared/model/payload';
import type { Workflow } from '../../src/shared/model/workflow';
import { samplePayloads, sampleWorkflowName } from '../../src/extension/domain/sample/sampleLibrary';
import { addSampleLibrary } from '../../src/extension/engine/addSampleLibrary';
import type { Store } from '../../src/extension/store/openStore';

/** What was done to a library to make the sample ready. */
export interface SampleState {
  /** False when the sample was there already. */
  readonly added: boolean;
  /** The payloads of the sample that were given another port. */
  readonly redirected: readonly string[];
}

/**
 * Makes sure that the library has the sample workflow and that its payloads go to a port. Nothing else is changed.
 * @throws {InvalidInputError} when the workflow is missing and names of the sample are taken
 */
export async function addSample(store: Store, port: number): Promise<SampleState> {
  const found = await findSample(store);
  if (found === undefined) await addSampleLibrary(store);
  const workflow = found ?? (await findSample(store));
  const redirected = workflow === undefined ? [] : await redirect(store, workflow, port);
  return { added: found === undefined, redirected };
}

async function findSample({ workflows }: Store): Promise<Workflow | undefined> {
  return (await workflows.all()).find(({ name }) => name === sampleWorkflowName);
}

async function redirect({ payloads }: Store, { steps }: Workflow, port: number): Promise<readonly string[]> {
  const names = new Set(samplePayloads.map(({ name }) => name));
  const ids = new Set(steps.map(({ payloadId }) => payloadId));
  const others = (await payloads.all()).filter(
    (payload: Payload) => ids.has(payload.id) && names.has(payload.name) && payload.port !== port,
  );
  for (const { id } of others) await payloads.update(id, { port });
  return others.map(({ name }) => name);
}
