import { text, type Text } from '../../../shared/model/text';
import type { Fix, Mark } from '../../../shared/protocol/workflowBuilder';
import type { StepFault } from '../../domain/workflow/links';

/** A step by the name that it is shown under. */
export interface NamedStep {
  readonly stepId: number;
  readonly name: string;
}

/** The most marks of one step that are shown: the first ones say enough. */
const MOST = 5;

/** What keeps a step from running, a sentence and a remedy each; the same sentence once. */
export function marksOf(
  faults: readonly StepFault[],
  own: { readonly stepId: number; readonly payloadId: number },
  steps: readonly NamedStep[],
  say: (text: Text) => string,
): readonly Mark[] {
  const marks = new Map<string, Mark>();
  for (const fault of faults) {
    const { sentence, fix, label } = describe(fault, own, steps);
    const said = say(sentence);
    if (!marks.has(said)) {
      marks.set(said, { sentence: said, fix, fixLabel: fix === null ? '' : say(label) });
    }
  }
  return [...marks.values()].slice(0, MOST);
}

interface Description {
  readonly sentence: Text;
  readonly fix: Fix | null;
  readonly label: Text;
}

function describe(
  { problem, missing }: StepFault,
  { stepId, payloadId }: { readonly stepId: number; readonly payloadId: number },
  steps: readonly NamedStep[],
): Description {
  const other = missing === undefined || missing.kind === 'absent' ? undefined : steps[missing.step];
  if (missing?.kind === 'absent') {
    return {
      sentence: text('Its text refers to the response of "{0}", and no step before it gives one.', missing.payload),
      fix: { kind: 'edit', edit: { kind: 'add', payloadIds: [missing.payloadId], before: stepId } },
      label: text('Add It Before'),
    };
  }
  if (missing !== undefined && other !== undefined) {
    const number = missing.step + 1;
    return missing.kind === 'later'
      ? {
          sentence: text(
            'Its text refers to the response of "{0}", which only a later step gives: {1}, "{2}".',
            missing.payload,
            number,
            other.name,
          ),
          fix: { kind: 'edit', edit: { kind: 'move', stepIds: [other.stepId], before: stepId } },
          label: text('Move That Step Before'),
        }
      : {
          sentence: text(
            'Its text refers to the response of "{0}", and that step is switched off: {1}, "{2}".',
            missing.payload,
            number,
            other.name,
          ),
          fix: { kind: 'edit', edit: { kind: 'enable', stepId: other.stepId, enabled: true } },
          label: text('Switch That Step On'),
        };
  }
  const { blockId, start, end } = problem;
  return blockId === null
    ? { sentence: problem.text, fix: { kind: 'openPayload', payloadId }, label: text('Open Payload') }
    : { sentence: problem.text, fix: { kind: 'openBlock', blockId, start, end }, label: text('Open Block') };
}
