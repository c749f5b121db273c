import type { BlockRepository } from '../domain/ports/blockRepository';
import { InvalidInputError } from '../domain/ports/invalidInputError';
import type { PayloadRepository } from '../domain/ports/payloadRepository';
import type { WorkflowRepository } from '../domain/ports/workflowRepository';
import { sampleBlocks, sampleFolder, samplePayloads, sampleWorkflowName } from '../domain/sample/sampleLibrary';
import { text } from '../../shared/model/text';

/** Where the sample is written. */
interface SampleTarget {
  readonly blocks: BlockRepository;
  readonly payloads: PayloadRepository;
  readonly workflows: WorkflowRepository;
}

/**
 * Adds blocks, payloads and a workflow that show what the product does. Nothing that exists is touched.
 * @throws {InvalidInputError} when the names of the sample are taken
 */
export async function addSampleLibrary({ blocks, payloads, workflows }: SampleTarget): Promise<void> {
  await refuseTakenNames(blocks, payloads, workflows);
  const blockIds = new Map<string, number>();
  for (const sample of sampleBlocks) {
    const { id, title } = await blocks.create(sample);
    blockIds.set(title, id);
  }
  const payloadIds: number[] = [];
  for (const sample of samplePayloads) {
    const { name, temperature, responseLength } = sample;
    const { id } = await payloads.create({ name, temperature, responseLength });
    await payloads.addBlocks(
      id,
      sample.blocks.flatMap((title) => blockIds.get(title) ?? []),
    );
    payloadIds.push(id);
  }
  const workflow = await workflows.create(sampleWorkflowName);
  await workflows.addSteps(workflow.id, payloadIds);
}

async function refuseTakenNames(
  blocks: BlockRepository,
  payloads: PayloadRepository,
  workflows: WorkflowRepository,
): Promise<void> {
  const summaries = await blocks.summaries();
  const payloadNames = new Set((await payloads.all()).map(({ name }) => name));
  const workflowNames = (await workflows.all()).map(({ name }) => name);
  const taken =
    summaries.some(({ folderPath }) => folderPath === sampleFolder || folderPath.startsWith(`${sampleFolder}/`)) ||
    samplePayloads.some(({ name }) => payloadNames.has(name)) ||
    workflowNames.includes(sampleWorkflowName);
  if (taken) {
    throw new InvalidInputError(
      text(
        'The sample cannot be added: the folder "{0}", the workflow "{1}" or a payload of the sample exists already. Rename or delete it first.',
        sampleFolder,
        sampleWorkflowName,
      ),
    );
  }
}
