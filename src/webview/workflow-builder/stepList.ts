import {
  payloadsDragType,
  type RunState,
  type RunStepState,
  type StepRow,
} from '../../shared/protocol/workflowBuilder';
import type { WorkflowBuilderStrings } from '../../shared/protocol/workflowBuilderStrings';
import { createButton } from '../common/components/button';
import { element } from '../common/element';
import { ROW_KEY } from '../common/orderedList';
import { OrderedSection } from '../common/orderedSection';
import type { BuilderActions } from './builderActions';
import { StepLines } from './stepLines';
import { StepRowView, type StepRowContext } from './stepRow';

/** What the list tells of itself. */
export interface StepListListener {
  /** The step that the keyboard is at is another one. */
  selected(stepId: number): void;
  /** The step is to get another name. */
  rename(stepId: number): void;
}

/** The steps in their order, with the lines between them and everything that can be done with them. */
export class StepList {
  readonly element: HTMLElement;
  private readonly section: OrderedSection<StepRow>;
  private readonly lines: StepLines;
  private readonly legend: HTMLElement;
  private readonly views = new Map<number, StepRowView>();
  private rows: readonly StepRow[] = [];
  private names: ReadonlyMap<number, readonly [number, string]> = new Map();
  private runs: ReadonlyMap<number, RunStepState> = new Map();
  private stale: ReadonlyMap<number, readonly string[]> = new Map();
  private current = 0;

  constructor(strings: WorkflowBuilderStrings, actions: BuilderActions, listener: StepListListener) {
    const add = createButton({
      label: strings.addPayloads,
      icon: 'add',
      onClick: () => {
        actions.pickPayloads();
      },
    });
    const { moved, removed } = strings;
    this.section = new OrderedSection<StepRow>(
      'steps',
      { heading: strings.steps, empty: strings.noSteps, keys: strings.listKeys, moved, removed },
      [add.element],
      {
        keyOf: ({ stepId }) => stepId,
        titleOf: ({ name }) => name,
        createView: (row) => this.createView(row, strings, actions),
        move: (stepId, before) => {
          actions.edit({ kind: 'move', stepIds: [stepId], before });
        },
        remove: (stepId) => {
          actions.edit({ kind: 'remove', stepIds: [stepId] });
        },
        duplicate: (stepId) => {
          actions.edit({ kind: 'duplicate', stepId });
        },
        toggle: ({ stepId, enabled }) => {
          actions.edit({ kind: 'enable', stepId, enabled: !enabled });
        },
        open: ({ payloadId }) => {
          actions.openPayload(payloadId);
        },
        otherKey: ({ stepId }, event) => {
          if (event.key === 'F2') listener.rename(stepId);
          return event.key === 'F2';
        },
        current: (stepId) => {
          this.current = stepId;
          this.markCurrent();
          listener.selected(stepId);
        },
        announce: (sentence) => {
          actions.announce(sentence);
        },
      },
    );
    const { grid } = this.section;
    this.section.takeDrops(payloadsDragType, (before) => {
      actions.dropPayloads(before);
    });
    this.lines = new StepLines(() => [...grid.querySelectorAll<HTMLElement>(`[${ROW_KEY}]`)]);
    this.legend = legendOf(strings);
    this.element = this.section.element;
    const frame = element('div', { class: 'step-list' });
    grid.replaceWith(frame);
    frame.append(this.lines.element, grid);
    frame.after(this.legend);
    new ResizeObserver(() => {
      this.lines.draw();
    }).observe(grid);
  }

  /** Makes a step the current one, without moving the focus. */
  select(stepId: number): void {
    this.section.select(stepId);
  }

  /** Shows these steps. */
  update(rows: readonly StepRow[]): void {
    this.rows = rows;
    this.names = new Map(rows.map(({ stepId, name }, index) => [stepId, [index + 1, name]]));
    this.section.update(rows);
    const keys = new Set(rows.map(({ stepId }) => stepId));
    for (const key of [...this.views.keys()].filter((one) => !keys.has(one))) this.views.delete(key);
    this.lines.update(rows);
    this.markCurrent();
    this.legend.hidden = rows.every(({ takes }) => takes.length === 0);
  }

  /** Shows how far each step is in the newest run, and which would be given something else now. */
  showRun(run: RunState | null): void {
    this.runs = new Map(run?.steps.map((step) => [step.stepId, step]));
    this.stale = new Map(run?.stale.map(({ stepId, reasons }) => [stepId, reasons]));
    for (const view of this.views.values()) view.showRun();
  }

  private createView(row: StepRow, strings: WorkflowBuilderStrings, actions: BuilderActions): StepRowView {
    const context = (): StepRowContext => ({ names: this.names, runs: this.runs, stale: this.stale });
    const view = new StepRowView(row, context, strings, actions, (stepId) => {
      this.section.remove(stepId);
    });
    this.views.set(row.stepId, view);
    return view;
  }

  private markCurrent(): void {
    for (const [stepId, view] of this.views) view.setCurrent(stepId === this.current);
    this.lines.setCurrent(this.rows.findIndex(({ stepId }) => stepId === this.current));
  }
}

function legendOf({ legend, lineFlow, lineReference }: WorkflowBuilderStrings): HTMLElement {
  const item = (by: string, text: string): HTMLElement =>
    element(
      'li',
      {},
      element('span', { class: `swatch swatch-${by}`, attributes: { 'aria-hidden': 'true' } }),
      element('span', { text }),
    );
  return element(
    'ul',
    { class: 'legend', attributes: { 'aria-label': legend } },
    item('flow', lineFlow),
    item('reference', lineReference),
  );
}
