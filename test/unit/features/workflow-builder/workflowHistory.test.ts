import fc from 'fast-check';
import { defaultStepSettings } from '../../../../src/extension/domain/workflow/stepSettings';
import {
  workflowOperations,
  type WorkflowOperation,
} from '../../../../src/extension/features/workflow-builder/workflowOperation';
import { EditHistory } from '../../../../src/extension/platform/vscode/panels/editHistory';
import type { Workflow, WorkflowStep } from '../../../../src/shared/model/workflow';
import { FakeWorkflows } from '../../../support/fakesWorkflows';
import { idsAt, walkHistory } from '../../../support/walkHistory';

const position = fc.nat(7);
const positions = fc.array(position, { minLength: 1, maxLength: 4 });

/** An operation on the steps at some positions of a list, whatever steps stand there then. */
const drawn: fc.Arbitrary<(steps: readonly WorkflowStep[]) => WorkflowOperation> = fc.oneof(
  fc.tuple(positions, position).map(([chosen, at]) => (steps: readonly WorkflowStep[]): WorkflowOperation => ({
    kind: 'move',
    ids: idsAt(steps, chosen),
    before: steps[at]?.id,
  })),
  positions.map((chosen) => (steps: readonly WorkflowStep[]): WorkflowOperation => ({
    kind: 'remove',
    ids: idsAt(steps, chosen),
  })),
  fc.tuple(positions, position).map(([payloadIds, at]) => (steps: readonly WorkflowStep[]): WorkflowOperation => ({
    kind: 'insert',
    places: payloadIds.map((payloadId) => ({
      id: undefined,
      payloadId,
      settings: { ...defaultStepSettings, retries: payloadId },
    })),
    before: steps[at]?.id,
  })),
  fc.tuple(position, fc.nat(3)).map(
    ([at, value]) =>
      (steps: readonly WorkflowStep[]): WorkflowOperation =>
        steps[at] === undefined
          ? { kind: 'set', patch: { description: String(value) } }
          : {
              kind: 'change',
              id: steps[at].id,
              patch: value === 0 ? { payloadId: 90 } : { name: `N${value}`, enabled: value === 1 },
            },
  ),
);

describe('The history of the edits of a workflow', () => {
  it('takes any edits back, one by one, and makes them again, also of steps that have come back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawn, { maxLength: 8 }),
        fc.array(fc.boolean(), { maxLength: 30 }),
        async (edits, walk) => {
          const workflows = new FakeWorkflows();
          const { id } = workflows.add('W', [10, 11, 12, 13, 10, 11]);
          const now = (): Workflow => workflows.stored.get(id)!;
          const look = (): string =>
            JSON.stringify([now().description, now().steps.map(({ payloadId, settings }) => [payloadId, settings])]);
          const history = new EditHistory(workflowOperations(id, workflows));
          await walkHistory({
            history,
            now,
            look,
            edits: edits.map((edit) => (thing: Workflow) => edit(thing.steps)),
            walk,
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});
