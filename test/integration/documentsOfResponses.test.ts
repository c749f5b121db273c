import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { promptUri, responseUri } from '../../src/extension/platform/vscode/documentUris';
import type { ResponseSummary } from '../../src/shared/model/run';
import { newRun } from '../support/newRun';
import { closeAll, openDocument, until } from './documentSupport';
import { testApi } from './testApi';

const metadata = {
  ...{ host: '127.0.0.1', port: 5001, modelFormat: 'ChatML', temperature: 0.7, responseLength: 100 },
  ...{ model: 'a-model', promptTokens: 12, completionTokens: 34, tokensPerSecond: 5.678, durationMs: 6100 },
};

/** A response that has just begun, in a run of its own. */
async function beginResponse(): Promise<ResponseSummary> {
  const { runs, workflows } = await testApi();
  const workflow = await workflows.create(`Workflow ${Date.now()} ${Math.random()}`);
  const { payloads } = await testApi();
  const payload = await payloads.create({ name: `Payload ${workflow.id}` });
  const { run, steps } = await runs.start(newRun(workflow.id, workflow.name, [payload.id]));
  const [step] = steps;
  assert.ok(step);
  return runs.startResponse({
    ...{ runId: run.id, stepExecutionId: step.id, stepIndex: 0, answerIndex: 0 },
    ...{ payloadId: payload.id, payloadName: payload.name, metadata },
    prompt: '### Instruction:\n\nSay {{it}}.\n',
  });
}

function addressOf(response: ResponseSummary): vscode.Uri {
  return responseUri(response.id, response.payloadName, response.runId);
}

async function lenses(uri: vscode.Uri): Promise<readonly vscode.Command[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
  return found.flatMap(({ command }) => command ?? []);
}

describe('a response as a document', () => {
  afterEach(closeAll);

  it('grows with what is stored, is never unsaved and cannot be undone', async () => {
    const { runs } = await testApi();
    const response = await beginResponse();
    const editor = await vscode.window.showTextDocument(addressOf(response), { preview: false });
    assert.equal(editor.document.getText(), '');
    let text = '';
    for (const piece of ['Once ', 'upon\n', 'a time\n\n', 'there was']) {
      text += piece;
      const now = text;
      await runs.savePartial(response.id, { content: text, thinking: '' });
      await until(`the text up to "${piece}"`, () => editor.document.getText() === now);
      assert.equal(editor.document.isDirty, false);
    }
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
    await runs.finishResponse(response.id, {
      content: `${text} 日本 😀`,
      thinking: '',
      partial: false,
      finishReason: 'stop',
      metadata,
    });
    await until('the whole text', () => editor.document.getText() === `${text} 日本 😀`);
    assert.equal(editor.document.languageId, 'markdown');
    assert.match(vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '', / · run \d+\.md$/);
  });

  it('keeps caret, selection and scroll position where they are while it grows, in its last line as well', async () => {
    const { runs } = await testApi();
    for (const chosen of [
      new vscode.Selection(0, 0, 0, 0),
      new vscode.Selection(0, 2, 1, 3),
      new vscode.Selection(2, 1, 2, 4),
    ]) {
      const response = await beginResponse();
      let text = 'first line\nsecond line\nthird';
      await runs.savePartial(response.id, { content: text, thinking: '' });
      const editor = await vscode.window.showTextDocument(addressOf(response), { preview: false });
      editor.selection = chosen;
      for (const more of [' line', ' goes on', `\n${'and on\n'.repeat(200)}`]) {
        text += more;
        await runs.savePartial(response.id, { content: text, thinking: '' });
        await until('the growth', () => editor.document.getText() === text);
        await until(`the selection: ${JSON.stringify(editor.selection)}`, () => editor.selection.isEqual(chosen));
      }
      assert.equal(editor.visibleRanges[0]?.start.line, 0);
    }
  });

  it('cannot be edited, saved over or deleted', async () => {
    const response = await beginResponse();
    const uri = addressOf(response);
    const editor = await vscode.window.showTextDocument(uri, { preview: false });
    await vscode.commands.executeCommand('type', { text: 'x' });
    assert.equal(editor.document.getText(), '');
    await assert.rejects(async () => vscode.workspace.fs.writeFile(uri, Buffer.from('x')));
    await assert.rejects(async () => vscode.workspace.fs.delete(uri));
  });

  it('says above its text how it ended and what was measured, and leads to the prompt and to another run', async () => {
    const { runs } = await testApi();
    const response = await beginResponse();
    await runs.finishResponse(response.id, {
      content: 'x',
      thinking: '',
      partial: false,
      finishReason: 'length',
      metadata,
    });
    const uri = addressOf(response);
    const { document } = await vscode.window.showTextDocument(uri, { preview: false });
    assert.equal(document.getText(), 'x');
    await until('the lenses', async () => (await lenses(uri)).length > 0);
    const found = await lenses(uri);
    const titles = found.map(({ title }) => title).join(' | ');
    assert.match(
      titles,
      /Cut off at the response length of 100 tokens.*a-model.*12 tokens in.*34 tokens out.*5\.7 tokens\/s.*6\.1 s/,
    );
    const commands = found
      .filter(({ command }) => command !== '')
      .map(({ command, arguments: args }) => [command, args]);
    const item = { kind: 'response', runId: response.runId, id: response.id };
    assert.deepEqual(commands, [
      ['llmOrchestrator.runs.openPrompt', [item]],
      ['llmOrchestrator.runs.runAgain', [{ kind: 'run', id: response.runId }]],
      ['llmOrchestrator.runs.compare', [item]],
      ['llmOrchestrator.runs.rate', [item]],
    ]);
  });

  it('marks a partial one above its text and leaves the text as it came', async () => {
    const { runs } = await testApi();
    const stopped = await beginResponse();
    await runs.finishResponse(stopped.id, {
      content: '',
      thinking: '',
      partial: true,
      finishReason: 'cancelled',
      metadata,
    });
    await vscode.window.showTextDocument(addressOf(stopped), { preview: false });
    await until('the mark', async () => (await lenses(addressOf(stopped)))[0]?.title.includes('Partial: stopped'));

    const failed = await beginResponse();
    await runs.finishResponse(failed.id, {
      content: 'half an ans',
      thinking: '',
      partial: true,
      finishReason: 'error',
      metadata,
    });
    await runs.finish(failed.runId, { status: 'failed', executionTimeMs: 5, errorMessage: 'The stream ended early.' });
    const { document } = await vscode.window.showTextDocument(addressOf(failed), { preview: false });
    assert.equal(document.getText(), 'half an ans');
    await until('the reason', async () =>
      (await lenses(addressOf(failed)))[0]?.title.includes('The stream ended early.'),
    );
  });

  it('shows a text of a megabyte exactly', async () => {
    const { runs } = await testApi();
    const response = await beginResponse();
    const text = Array.from(
      { length: 20_000 },
      (_, line) => `Line ${line} of a long answer, with some more words.`,
    ).join('\n');
    await runs.finishResponse(response.id, {
      content: text,
      thinking: '',
      partial: false,
      finishReason: 'stop',
      metadata,
    });
    const { document } = await vscode.window.showTextDocument(addressOf(response), { preview: false });
    assert.ok(document.getText() === text);
  });

  it('shows the exact prompt that was sent in a document of its own', async () => {
    const response = await beginResponse();
    const document = await vscode.workspace.openTextDocument(
      promptUri(response.id, response.payloadName, response.runId),
    );
    assert.equal(document.getText(), '### Instruction:\n\nSay {{it}}.\n');
  });

  it('is not found when nothing has its id', async () => {
    await assert.rejects(async () => vscode.workspace.openTextDocument(responseUri(999_999_999, 'none', 1)));
    assert.equal(openDocument(responseUri(999_999_999, 'none', 1)), undefined);
  });
});
