import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { takeScreenshot } from '../host/screenshot';
import { BuilderWindow } from './builderWindow';
import { nameThing } from './workbench/builderPage';
import { cancelQuickInput, pickSeveral, quickInputField, quickPickRow } from './workbench/quickInput';
import { runCommand } from './workbench/commandPalette';
import { editorTab } from './workbench/editor';
import { eventually } from './workbench/eventually';
import { seeAtEveryWidth, seeInEveryTheme } from './workbench/looks';
import { openViewContainer } from './workbench/sideBar';
import { treeItem } from './workbench/tree';
import { panelTab } from './workbench/webviewPanel';
import { WorkflowBuilderView } from './workflowBuilderPage';

/** The payloads of the library, each with the text of its one block. */
const TEXTS = {
  Draft: 'Write three sentences about a lighthouse.',
  Review: 'Find faults in this draft: {{Draft}}',
  Final: 'Write it again, better. The draft: {{response:Draft}} The faults: {{response:Review}}',
  Title: 'Give it a title.',
};

describe('The workflow builder', function () {
  this.timeout(240_000);
  const window = new BuilderWindow();

  before(() =>
    window.open(async ({ blocks, payloads }, port) => {
      for (const [name, content] of Object.entries(TEXTS)) {
        const block = await blocks.create({ title: name, content, tags: [], folderPath: '' });
        const payload = await payloads.create({ name, port, responseLength: 20 });
        await payloads.addBlocks(payload.id, [block.id]);
      }
    }),
  );
  after(() => window.leave());

  /** Makes an empty workflow and opens its builder. */
  async function newWorkflow(name: string): Promise<WorkflowBuilderView> {
    const { page } = window;
    await nameThing(page, 'LLM Orchestrator: New Workflow', name);
    await quickPickRow(page, 'Draft').first().waitFor();
    await cancelQuickInput(page);
    return WorkflowBuilderView.open(page, name);
  }

  it('builds a workflow from nothing by mouse, and runs it', async () => {
    const { page } = window;
    const builder = await newWorkflow('Story');
    const { view } = builder;
    await view.locator('.steps vscode-button', { hasText: 'Add Payloads' }).click();
    await pickSeveral(page, ['Final', 'Draft', 'Review']);
    await builder.whenSteps(
      'Final | receives no response | cannot run',
      'Draft | receives 1. Final',
      'Review | refers to 2. Draft',
    );
    await view.locator('.run-refusal', { hasText: 'marked' }).waitFor();
    const final = builder.row('Final');
    await final
      .locator('.row-handle')
      .dragTo(builder.row('Review').locator('.row-takes'), { targetPosition: { x: 5, y: 15 } });
    await builder.whenSteps(
      'Draft | receives no response',
      'Review | refers to 1. Draft',
      'Final | refers to 1. Draft · refers to 2. Review',
    );
    assert.deepEqual(await builder.lines(), [0, 3]);

    await builder.row('Draft').locator('.check').click();
    await builder.row('Review').locator('.row-marks').getByText('Switch That Step On').click();
    await builder.whenSteps(
      'Draft | receives no response',
      'Review | refers to 1. Draft',
      'Final | refers to 1. Draft · refers to 2. Review',
    );

    await builder.row('Review').locator('.row-place').click();
    await view.locator('.step-form h2', { hasText: 'Step 2: Review' }).waitFor();
    await builder.field('Retries').fill('200');
    await view.locator('.field-problem', { hasText: 'from 0 to 100' }).waitFor();
    await builder.field('Retries').fill('2');
    await builder.field('Retries').press('Enter');
    await builder.row('Review').locator('.row-place', { hasText: '2 retries' }).waitFor();
    await builder.choose('Receives', 'previous always');
    await builder.choose('On failure', 'use a default text');
    await builder.field('Default text').fill('It has no faults.');
    await builder.field('Name').last().fill('Look for faults');
    await builder.field('Name').last().press('Enter');
    await builder.row('Look for faults').waitFor();
    await eventually(
      'the lines',
      () => builder.lines(),
      ([flow]) => flow === 1,
    );
    await view.locator('[aria-label="Reset Receives"]').click();
    await eventually(
      'the lines',
      () => builder.lines(),
      ([flow]) => flow === 0,
    );

    await view.locator('.page-header vscode-button[appearance=primary]').click();
    await view.locator('.run-status', { hasText: 'is done' }).waitFor();
    assert.equal(await view.locator('.row-run[data-state=done]').count(), 3);
    await takeScreenshot(page, 'workflow-builder-run');
    await builder.row('Look for faults').locator('[aria-label^="Run only this step"]').click();
    await eventually(
      'the states of the steps',
      () => builder.states(),
      (states) => states.join() === 'reused,done,reused',
    );
    await builder.row('Final').locator('.row-responses .link-button').click();
    await editorTab(page, 'Final · run 2.md').waitFor();
  });

  it('shows which steps have become stale in another window, and runs just these by keyboard', async () => {
    const { page } = window;
    await runCommand(page, 'View: Close All Editors');
    const builder = await WorkflowBuilderView.open(page, 'Story');
    const { view } = builder;
    await view.locator('.row-run').first().waitFor();
    assert.deepEqual(await builder.stale(), []);
    await window.withLibrary(async ({ blocks }) => {
      const review = (await blocks.summaries()).find(({ title }) => title === 'Review');
      await blocks.update(review?.id ?? 0, { content: 'Find the worst fault of this draft: {{Draft}}' });
    });
    const found = await eventually(
      'the stale steps',
      () => builder.stale(),
      (steps) => steps.length === 2,
    );
    assert.deepEqual(found, [
      'Look for faults | Stale: The block "Review" was changed.',
      'Final | Stale: The response of "Review" before it is not up to date.',
    ]);
    await view.locator('.run-status', { hasText: '2 steps are stale' }).waitFor();
    assert.match((await builder.row('Final').getAttribute('aria-label')) ?? '', /stale$/);
    assert.deepEqual(await builder.accessibilityProblems(), []);
    await takeScreenshot(page, 'workflow-builder-stale');
    await builder.row('Draft').focus();
    await builder.press('Control+Shift+Enter');
    await view.locator('.run-status', { hasText: 'Run 3 is done' }).waitFor();
    assert.deepEqual((await builder.states()).slice(0, 2), ['reused', 'done']);
    await eventually(
      'nothing stale',
      () => builder.stale(),
      (steps) => steps.length === 0,
    );
    assert.equal(await view.locator('vscode-button', { hasText: 'Run Stale Steps' }).isVisible(), false);
  });

  it('builds a workflow by keyboard alone', async () => {
    const { page } = window;
    await runCommand(page, 'View: Close All Editors');
    const builder = await newWorkflow('By keyboard');
    const { view } = builder;
    await view.locator('body').focus();
    await builder.evaluate('window.focus()');
    await builder.tabTo(/Add Payloads$/);
    for (const name of ['Draft', 'Review']) {
      await builder.press('Enter');
      await quickInputField(page).fill(name);
      await quickPickRow(page, name).waitFor();
      await builder.press('ArrowDown', 'Space', 'Enter');
      await builder.row(name).waitFor();
      await eventually(
        'the focus is back',
        () => builder.focused(),
        (label) => label.endsWith('Add Payloads'),
      );
    }
    await builder.tabTo(/^Draft, step 1 of 2/);
    await builder.press('Alt+ArrowDown');
    await builder.whenSteps('Review | receives no response | cannot run', 'Draft | receives 1. Review');
    assert.match(await builder.focused(), /^Draft, step 2 of 2/);
    await builder.press('Control+z');
    await builder.whenSteps('Draft | receives no response', 'Review | refers to 1. Draft');
    await builder.press('Control+d');
    await eventually(
      'three steps',
      () => builder.steps(),
      (steps) => steps.length === 3,
    );
    await builder.press('ArrowDown', 'Space');
    await builder.whenSteps('Draft | receives no response', 'Draft | off', 'Review | refers to 1. Draft');
    await builder.press('Delete');
    await builder.whenSteps('Draft | receives no response', 'Review | refers to 1. Draft');
    assert.match(await builder.focused(), /^Review/);
    await builder.press('F2');
    await page.keyboard.type('Second look');
    await builder.press('Enter');
    await builder.row('Second look').waitFor();
    await builder.tabTo(/^1$|^Answers/);
    await builder.press('Control+a');
    await page.keyboard.type('2');
    await builder.press('Enter');
    await builder.row('Second look').locator('.row-place', { hasText: '2 answers' }).waitFor();
    await builder.press('Control+Enter');
    await view.locator('.run-status', { hasText: 'is done' }).waitFor();
    await builder.row('Second look').locator('.row-responses', { hasText: '2' }).waitFor();
    await builder.row('Draft').focus();
    await builder.press('Enter');
    await panelTab(page, 'Draft').waitFor();
  });

  it('shows an edit made elsewhere at once', async () => {
    const { page } = window;
    await panelTab(page, 'By keyboard').click();
    const builder = await WorkflowBuilderView.shown(page, 'By keyboard');
    const before = await builder.steps();
    await window.withLibrary(async ({ workflows, payloads }) => {
      const [title] = (await payloads.all()).filter(({ name }) => name === 'Title');
      const [workflow] = (await workflows.all()).filter(({ name }) => name === 'By keyboard');
      await workflows.addSteps(workflow?.id ?? 0, [title?.id ?? 0]);
    });
    await builder.whenSteps(...before, 'Title | receives 2. Second look');
  });

  it('takes payloads that are dragged out of the tree with Shift held', async () => {
    const { page } = window;
    await runCommand(page, 'View: Close All Editors');
    const builder = await newWorkflow('Dragged');
    await openViewContainer(page, 'LLM Orchestrator');
    const drag = async (label: string, target: Locator): Promise<void> => {
      const box = await target.boundingBox();
      assert.ok(box);
      await treeItem(page, 'Payloads', label).locator('.label-name').hover();
      await page.mouse.down();
      await page.mouse.move(box.x + 12, box.y - 20, { steps: 5 });
      // VS Code keeps a drag from pages unless Shift is held; it notices with the next move.
      await page.keyboard.down('Shift');
      await page.mouse.move(box.x + 12, box.y + 4, { steps: 5 });
      await builder.view.locator('.steps.drop-target').waitFor();
      await page.mouse.up();
      await page.keyboard.up('Shift');
    };
    await drag('Review', builder.view.locator('.steps .empty'));
    await builder.whenSteps('Review | receives no response | cannot run');
    await drag('Draft', builder.row('Review'));
    await builder.whenSteps('Draft | receives no response', 'Review | refers to 1. Draft');
  });

  it('has nothing that axe objects to, and is readable in every theme and at every width', async () => {
    const { page } = window;
    await runCommand(page, 'View: Close All Editors');
    const builder = await WorkflowBuilderView.open(page, 'Story');
    await builder.view.locator('.steps vscode-button', { hasText: 'Add Payloads' }).click();
    await pickSeveral(page, ['Title', 'Review']);
    await builder.row('Title').waitFor();
    await builder.row('Title').locator('.check').click();
    await builder.row('Draft').locator('.row-place').click();
    await builder.press('Alt+ArrowDown');
    await builder.view.locator('.row-marks').first().waitFor();
    await builder.view.locator('.more > summary').click();
    await seeInEveryTheme(window, builder, 'workflow-builder');
    await seeAtEveryWidth(builder, 'workflow-builder');
  });
});
