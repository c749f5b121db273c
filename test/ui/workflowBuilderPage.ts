import type { Page } from 'playwright-core';
import { BuilderPage, pickThing } from './workbench/builderPage';
import { eventually } from './workbench/eventually';

/** A workflow builder that is open, as a person sees it. */
export class WorkflowBuilderView extends BuilderPage {
  /** Opens the builder of a workflow. */
  static async open(page: Page, name: string): Promise<WorkflowBuilderView> {
    await pickThing(page, 'LLM Orchestrator: Open Workflow Builder', name);
    return WorkflowBuilderView.shown(page, name);
  }

  /** Waits for the builder of a workflow to be on screen. */
  static async shown(page: Page, name: string): Promise<WorkflowBuilderView> {
    const builder = new WorkflowBuilderView(page);
    await builder.whenOf(name);
    return builder;
  }

  /** The steps from top to bottom: name, what they take, and whether they are off or cannot run. */
  steps(): Promise<readonly string[]> {
    return this.evaluate<readonly string[]>(`Array.from(document.querySelectorAll('.row'), (row) => {
      const text = (selector) => row.querySelector(selector).textContent;
      const takes = row.querySelector('.row-takes').hidden ? '' : text('.row-takes');
      const isOff = !row.querySelector('.check').checked;
      return [text('.row-title'), takes, isOff ? 'off' : '', row.matches('.row-marked') ? 'cannot run' : '']
        .filter((part) => part !== '').join(' | ');
    })`);
  }

  /** Waits for the steps to be these. */
  async whenSteps(...expected: readonly string[]): Promise<void> {
    await eventually(
      'the steps',
      () => this.steps(),
      (steps) => steps.join('\n') === expected.join('\n'),
    );
  }

  /** Where the steps of the newest run stand. */
  states(): Promise<readonly string[]> {
    return this.evaluate<readonly string[]>(
      `Array.from(document.querySelectorAll('.row-run'), (run) => run.dataset.state)`,
    );
  }

  /** The stale steps, each with why. */
  stale(): Promise<readonly string[]> {
    return this.evaluate<readonly string[]>(`Array.from(document.querySelectorAll('.row-stale:not([hidden])'), (line) =>
      line.closest('.row').querySelector('.row-title').textContent + ' | ' + line.querySelector('.told').textContent)`);
  }

  /** How many lines are drawn of each kind: flow, reference. */
  lines(): Promise<readonly [number, number]> {
    return this.evaluate<readonly [number, number]>(
      `['.line-flow', '.line-reference'].map((kind) => document.querySelectorAll(kind).length)`,
    );
  }
}
