import type { Workflow, WorkflowStep } from '../../../shared/model/workflow';
import { text, type Text } from '../../../shared/model/text';
import type { Edit } from '../../../shared/protocol/workflowBuilder';
import { accepted, refused, type Parsed } from '../../domain/payload/parsed';
import { defaultStepSettings } from '../../domain/workflow/stepSettings';
import type { PlannedEdit } from '../../platform/vscode/panels/editedThing';
import { parseField } from '../../platform/vscode/panels/formFields';
import { stepFields, workflowFields } from './stepFields';
import type { WorkflowOperation } from './workflowOperation';

type Planned = PlannedEdit<WorkflowOperation>;

const GONE = text('That step is no longer in the workflow.');

/** What an edit does to a workflow as it is now. */
export function planWorkflowEdit(edit: Edit, workflow: Workflow): Parsed<Planned> {
  switch (edit.kind) {
    case 'setting': {
      const parsed = parseField(workflowFields, edit.key, edit.typed, workflow);
      return parsed.ok ? plan({ kind: 'set', patch: parsed.value }, labelOf(workflowFields, edit.key)) : parsed;
    }
    case 'stepSetting':
      return onStep(edit.stepId, workflow, (step) => {
        const parsed = parseField(stepFields, edit.key, edit.typed, step);
        return parsed.ok
          ? plan({ kind: 'change', id: step.id, patch: parsed.value }, labelOf(stepFields, edit.key))
          : parsed;
      });
    case 'add':
      return plan(
        {
          kind: 'insert',
          places: edit.payloadIds.map((payloadId) => ({ id: undefined, payloadId, settings: defaultStepSettings })),
          before: edit.before ?? undefined,
        },
        text('Add Payloads'),
      );
    case 'payload':
      return onStep(edit.stepId, workflow, ({ id }) =>
        plan({ kind: 'change', id, patch: { payloadId: edit.payloadId } }, text('Change Payload')),
      );
    case 'move':
      return plan({ kind: 'move', ids: edit.stepIds, before: edit.before ?? undefined }, text('Move Step'));
    case 'enable':
      return onStep(edit.stepId, workflow, ({ id }) =>
        plan(
          { kind: 'change', id, patch: { enabled: edit.enabled } },
          edit.enabled ? text('Switch Step On') : text('Switch Step Off'),
        ),
      );
    case 'duplicate':
      return onStep(edit.stepId, workflow, (step, next) =>
        plan({ kind: 'insert', places: [{ ...step, id: undefined }], before: next }, text('Duplicate Step')),
      );
    case 'remove':
      return plan({ kind: 'remove', ids: edit.stepIds }, text('Remove Step'));
  }
}

/** Plans something with a step that is still there; `next` is the one behind it. */
function onStep(
  stepId: number,
  { steps }: Workflow,
  make: (step: WorkflowStep, next: number | undefined) => Parsed<Planned>,
): Parsed<Planned> {
  const position = steps.findIndex(({ id }) => id === stepId);
  const step = steps[position];
  return step === undefined ? refused(GONE) : make(step, steps[position + 1]?.id);
}

function labelOf(fields: readonly { readonly key: string; readonly label: Text }[], key: string): Text {
  return fields.find((field) => field.key === key)?.label ?? text('Change a Setting');
}

function plan(operation: WorkflowOperation, label: Text): Parsed<Planned> {
  return accepted({ operation, label });
}
