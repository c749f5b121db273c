import assert from 'node:assert/strict';
import { formatText, type Text } from '../../../src/shared/model/text';
import { queryFile } from './sqlFile';
import { TestFolder, workerBundle } from './testStore';

const block = (title: string) => ({ title, content: '', tags: [], folderPath: '' });

describe('A store whose better way of storing does not work here', () => {
  let folder: TestFolder;
  const { TMPDIR } = process.env;
  beforeEach(async () => {
    folder = await TestFolder.make();
    await workerBundle();
    // The worker tries its virtual file system there, with a copy of this environment.
    process.env['TMPDIR'] = folder.file('no such folder');
  });
  const restoreEnvironment = () => {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  };
  afterEach(() => {
    restoreEnvironment();
    return folder.end();
  });

  it('tells it once, says why in the log, and stores all the same', async () => {
    const warnings: string[] = [];
    const log = {
      trace: () => undefined,
      info: () => undefined,
      warn: (message: string) => warnings.push(message),
      error: () => undefined,
    };
    const store = await folder.store(folder.file('x.db'), { log });
    const notices: Text[] = [];
    store.onNotice((notice) => notices.push(notice));
    await store.blocks.create(block('one'));
    await store.reopen();
    await store.blocks.create(block('two'));
    assert.deepEqual(await queryFile(folder.file('x.db'), 'SELECT title FROM blocks ORDER BY id'), [['one'], ['two']]);
    assert.equal(notices.length, 1);
    assert.match(formatText(notices[0]!), /slower way/);
    assert.match(warnings.join('\n'), /written as a whole after every change: .*no such folder/);
  });

  it('tells nothing where it works', async () => {
    restoreEnvironment();
    const store = await folder.store(folder.file('x.db'));
    store.onNotice((notice) => assert.fail(formatText(notice)));
    await store.blocks.create(block('one'));
  });
});
