import assert from 'node:assert/strict';
import { startPracticeServer } from '../../src/extension/practice/practiceServer';
import { takeScreenshot } from '../host/screenshot';
import { BuilderWindow } from './builderWindow';
import { testBesideTrees } from './payloadBuilderBesideTrees';
import { PayloadBuilderView } from './payloadBuilderPage';
import { runCommand } from './workbench/commandPalette';
import { editorTab } from './workbench/editor';
import { eventually } from './workbench/eventually';
import { quickInputField, quickPickRow } from './workbench/quickInput';
import { panelTab } from './workbench/webviewPanel';
import { seeAtEveryWidth, seeInEveryTheme } from './workbench/looks';

describe('The payload builder', function () {
  this.timeout(240_000);
  const window = new BuilderWindow();

  before(() => window.open());
  after(() => window.leave());

  it('builds a payload from nothing by mouse, and sends it', async () => {
    const { page } = window;
    const builder = await PayloadBuilderView.forNewPayload(page, 'Letter');
    const { view } = builder;
    await builder.writeBlock('Voice', 'Write plainly and kindly.');
    await builder.writeBlock('Task', 'Write a letter to my neighbour.');
    await builder.writeBlock('Extra', 'Mention {{block:Voice}} and {{#nobody}}.');
    assert.deepEqual(await builder.rows(), ['Voice user', 'Task user', 'Extra user']);

    await view.locator('.remark-error', { hasText: 'No block has the tag "nobody"' }).waitFor();
    await builder.row('Extra').locator('.check').click();
    await eventually(
      'the preview',
      () => builder.preview(),
      (text) => !text.includes('Mention'),
    );
    await builder.row('Voice').locator('select').selectOption('system');
    await builder
      .row('Task')
      .locator('.row-handle')
      .dragTo(builder.row('Voice').locator('.row-handle'), {
        targetPosition: { x: 5, y: 2 },
      });
    await eventually(
      'the rows',
      () => builder.rows(),
      (rows) => rows.join() === 'Task user,Voice system,Extra user off',
    );
    await builder.row('Extra').locator('[aria-label^="Remove"]').click();
    await builder.row('Extra').waitFor({ state: 'detached' });
    await view.locator('[aria-label^="Undo"]').click();
    await builder.row('Extra').waitFor();

    await view.locator('vscode-dropdown').first().click();
    await view.getByRole('option', { name: 'chatml', exact: true }).click();
    await eventually(
      'the preview',
      () => builder.preview(),
      (text) => text.startsWith('<|im_start|>user\nWrite a letter'),
    );

    await builder.field('Temperature').fill('7');
    await view.locator('.field-problem', { hasText: 'from 0 to 5' }).waitFor();
    await builder.field('Temperature').fill('0');
    await builder.field('Port').fill(String(window.port));
    await builder.field('Port').press('Enter');
    await view.locator('.server[data-state=known]').waitFor();
    await view.locator('.budget-sentence', { hasText: 'of 8,192' }).waitFor();

    await builder.field('Response Length').fill('30');
    await builder.field('Response Length').press('Enter');
    await view.locator('.budget-sentence', { hasText: '+ 30 for' }).waitFor();
    await view.locator('vscode-button', { hasText: 'Send Now' }).click();
    await view.locator('.answer-status', { hasText: /Complete|Cut off/ }).waitFor();
    assert.notEqual(await view.locator('.answer-text').textContent(), '');
    await takeScreenshot(page, 'payload-builder-answer');
  });

  it('builds a payload by keyboard alone', async () => {
    const { page } = window;
    const builder = await PayloadBuilderView.forNewPayload(page, 'By keyboard', { giveUpBlocks: true });
    const { view } = builder;
    await view.locator('body').focus();
    await builder.evaluate('window.focus()');
    await builder.tabTo(/Add Blocks$/);
    await builder.press('Enter');
    await quickInputField(page).waitFor();
    await quickInputField(page).fill('Voice');
    await quickPickRow(page, 'Voice').waitFor();
    await builder.press('ArrowDown', 'Space', 'Enter');
    await builder.row('Voice').waitFor();
    await builder.tabTo(/New Block$/);
    await builder.press('Enter');
    await eventually(
      'the focus',
      () => builder.focused(),
      (label) => label === 'Title',
    );
    await page.keyboard.type('Task two');
    await builder.press('Tab');
    await page.keyboard.type('Write a poem.');
    await builder.press('Control+Enter');
    await builder.row('Task two').waitFor();

    await builder.row('Voice').focus();
    await builder.press('ArrowDown', 'Alt+ArrowUp');
    await eventually(
      'the rows',
      () => builder.rows(),
      (rows) => rows.join() === 'Task two user,Voice user',
    );
    assert.match(await builder.focused(), /^Task two, 1 of 2/);
    await builder.press('Space');
    await eventually(
      'the rows',
      () => builder.rows(),
      (rows) => rows[0] === 'Task two user off',
    );
    await builder.press('Control+z');
    await eventually(
      'the rows',
      () => builder.rows(),
      (rows) => rows[0] === 'Task two user',
    );
    await builder.press('Control+d');
    await eventually(
      'the rows',
      () => builder.rows(),
      (rows) => rows.length === 3,
    );
    await builder.press('Delete');
    await eventually(
      'the rows',
      () => builder.rows(),
      (rows) => rows.length === 2,
    );
    await builder.press('Control+z', 'Control+Shift+z');
    await eventually(
      'the rows',
      () => builder.rows(),
      (rows) => rows.length === 2,
    );
    assert.match(await builder.preview(), /Write a poem\./);
    await builder.press('Enter');
    await editorTab(page, 'Task two').waitFor();
  });

  it('shows an edit made elsewhere at once', async () => {
    const { page } = window;
    await panelTab(page, 'By keyboard').click();
    const builder = await PayloadBuilderView.shown(page, 'By keyboard');
    await window.withLibrary(async ({ payloads }) => {
      const payload = (await payloads.all()).find(({ name }) => name === 'By keyboard');
      await payloads.update(payload?.id ?? 0, { responseLength: 77 });
    });
    await eventually(
      'the budget',
      () => builder.view.locator('.budget-sentence').textContent(),
      (text) => text?.includes('77') ?? false,
    );
    assert.equal(await builder.field('Response Length').inputValue(), '77');
  });

  it('keeps the focus on a row that is moved through a long list', async () => {
    const { page } = window;
    await window.withLibrary(async ({ blocks, payloads }) => {
      const { id: blockId } = await blocks.create({ title: 'Line', content: 'Line', tags: [], folderPath: '' });
      const { id } = await payloads.create({ name: 'Long' });
      await payloads.addBlocks(
        id,
        Array.from({ length: 100 }, () => blockId),
      );
    });
    const builder = await PayloadBuilderView.open(page, 'Long');
    await builder.view.locator('.blocks .badge', { hasText: '100' }).waitFor();
    await eventually(
      'the rows',
      () => builder.evaluate<number>(`document.querySelectorAll('.row').length`),
      (count) => count === 100,
    );
    await builder.view.locator('.row').nth(22).focus();
    for (const position of [24, 25, 26]) {
      await builder.press('Alt+ArrowDown');
      await eventually(
        'the focus',
        () => builder.focused(),
        (label) => label === `Line, ${position} of 100`,
      );
    }
    await builder.press('End');
    assert.equal(await builder.focused(), 'Line, 100 of 100');
    await builder.press('Alt+ArrowUp', 'Delete');
    await builder.view.locator('.blocks .badge', { hasText: '99' }).waitFor();
    assert.equal(await builder.focused(), 'Line, 99 of 99');
  });

  it('follows the server: what it is doing, and the models that it offers while one is typed', async () => {
    const { page } = window;
    const ollama = await startPracticeServer({ port: 0, tokensPerSecond: 0, imitate: 'ollama' });
    try {
      const builder = await PayloadBuilderView.open(page, 'Letter');
      await builder.field('Port').fill(String(ollama.port));
      await builder.field('Port').press('Enter');
      await builder.view.locator('.server-sentence', { hasText: /^Ollama/ }).waitFor();
      const offered = await eventually(
        'the models',
        () =>
          builder.evaluate<readonly string[]>(`(() => {
            const fields = Array.from(document.querySelectorAll('vscode-text-field'));
            const model = fields.find((field) => field.textContent.trim() === 'Model');
            const list = model.shadowRoot.getElementById(model.control.getAttribute('list') ?? '');
            return Array.from(list?.options ?? [], (option) => option.value);
          })()`),
        (models) => models.length > 0,
      );
      await builder.field('Model').fill(offered[0] ?? '');
      await builder.field('Model').press('Enter');
      await builder.view.locator('[aria-label="Reset Model"]').click();
      await eventually(
        'the model',
        () => builder.field('Model').inputValue(),
        (model) => model === '',
      );
      await builder.field('Port').fill(String(window.port));
      await builder.field('Port').press('Enter');
      await builder.view.locator('.server-sentence', { hasText: /^KoboldCpp.*idle$/ }).waitFor();
    } finally {
      await ollama.close();
    }
  });

  it('has nothing that axe objects to, and is readable in every theme and at every width', async () => {
    const { page } = window;
    await runCommand(page, 'View: Close All Editors');
    const builder = await PayloadBuilderView.open(page, 'Letter');
    await builder.row('Extra').locator('.check').click();
    await builder.view.locator('.remark-error').waitFor();
    await builder.view.locator('.more > summary').click();
    await seeInEveryTheme(window, builder, 'payload-builder');
    await seeAtEveryWidth(builder, 'payload-builder');
  });

  testBesideTrees(window);
});
