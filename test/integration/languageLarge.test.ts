import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { LibraryIndex } from '../../src/extension/engine/libraryIndex';
import { ReferenceCompletion } from '../../src/extension/features/language/referenceCompletion';
import { ReferenceNames } from '../../src/extension/features/language/referenceNames';
import { nullLog } from '../../src/extension/platform/ports/log';
import { FakeBlocks } from '../support/fakesBlocks';
import { FakePayloads } from '../support/fakesPayloads';
import { makeDocument } from './documentSupport';

const BLOCKS = 10_000;
const TAGS = 2000;
/** Milliseconds. */
const LIMIT = 50;

/** Milliseconds of the processor, the least of several times: they do not depend on what else the machine does. */
async function leastTime(work: () => Promise<unknown>): Promise<number> {
  const durations: number[] = [];
  for (let attempt = 0; attempt < 7; attempt++) {
    const start = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(start);
    durations.push((user + system) / 1000);
  }
  return Math.min(...durations);
}

describe(`completion in a document of a megabyte, with ${BLOCKS} blocks`, () => {
  const blocks = new FakeBlocks();
  const index = new LibraryIndex(blocks, blocks.transactions);
  const names = new ReferenceNames(index, new FakePayloads(blocks.transactions), blocks.transactions);
  const completion = new ReferenceCompletion(index, blocks, names, nullLog);

  before(async () => {
    for (let number = 0; number < BLOCKS; number++) {
      blocks.add({ title: `Block ${number}`, folderPath: `Phase ${number % 100}`, tags: [`tag ${number % TAGS}`] });
    }
    await index.ready();
  });

  after(() => {
    names.dispose();
    index.dispose();
  });

  for (const [asked, expected] of [
    ['{{#', '{{#tag 0}}'],
    ['{{#tag 1', '{{#tag 1}}'],
    ['{{', '{{previous}}'],
    ['{{block:block 12', '{{block:Phase 34/Block 1234}}'],
  ] as const) {
    for (const oneLine of [false, true]) {
      it(`answers "${asked}" within ${LIMIT} ms at the end of ${oneLine ? 'one long line' : 'many lines'}`, async function () {
        const words = `${'Words of a long prompt. '.repeat(4)}${oneLine ? '' : '\n'}`;
        const content = words.repeat(Math.ceil(1_000_000 / words.length)) + asked;
        const document = await makeDocument('llm-prompt', content);
        const position = document.positionAt(content.length);
        const token = new vscode.CancellationTokenSource().token;
        let list: vscode.CompletionList | undefined;
        const duration = await leastTime(async () => {
          list = await completion.provideCompletionItems(document, position, token);
        });
        console.log(`completion of ${asked}: ${duration.toFixed(1)} ms for ${list?.items.length ?? 0} lines`);
        assert.ok(list?.items.some(({ insertText }) => insertText === expected));
        assert.ok(duration < LIMIT, `${duration} ms`);
      });
    }
  }

  it('knows a tag at once that was made a moment ago', async () => {
    await blocks.create({ title: 'New', content: '', tags: ['zz new'], folderPath: '' });
    const document = await makeDocument('llm-prompt', '{{#zz');
    const token = new vscode.CancellationTokenSource().token;
    const list = await completion.provideCompletionItems(document, new vscode.Position(0, 5), token);
    assert.deepEqual(
      list?.items.map(({ insertText }) => insertText),
      ['{{#zz new}}'],
    );
  });
});
