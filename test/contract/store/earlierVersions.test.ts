import assert from 'node:assert/strict';
import type { Database } from 'sql.js';
import { latestVersion } from '../../../src/extension/store/migrations/migrate';
import { migrations } from '../../../src/extension/store/migrations/list';
import type { Connection } from '../../../src/extension/store/sqlite/connection';
import { newRun } from '../../support/newRun';
import { ORIGINAL_DATA, ORIGINAL_SCHEMA } from '../../unit/store/originalSchema';
import { queryFile, writeDatabase } from '../../unit/store/sqlFile';
import { TestFolder } from '../../unit/store/testStore';

/** Makes a database as the version of that number left it, with data of the original application in it. */
function writtenByVersion(version: number): (database: Database) => void {
  return (database) => {
    database.exec(ORIGINAL_SCHEMA + ORIGINAL_DATA);
    // Migrations execute statements and nothing else.
    const connection = { execute: (sql: string) => database.exec(sql) } as unknown as Connection;
    for (const { up } of migrations.slice(0, version)) up(connection);
    database.exec(`PRAGMA user_version = ${version}`);
  };
}

describe('A database of an earlier version', () => {
  let folder: TestFolder;
  beforeEach(async () => {
    folder = await TestFolder.make();
  });
  afterEach(() => folder.end());

  for (const version of [1, 2, 3].filter((each) => each < latestVersion)) {
    it(`of version ${version} is brought up to date with everything in it, and its runs can be taken over`, async () => {
      const path = folder.file('llm.db');
      await writeDatabase(path, writtenByVersion(version));
      const { runs, workflows } = await folder.store(path);
      const old = await runs.responses(1);
      assert.deepEqual(
        old.map(({ payloadName, stepIndex, chosen, answerIndex, rating, comment, stepExecutionId, reusedFrom }) => [
          ...[payloadName, stepIndex, chosen, answerIndex],
          ...[rating, comment, stepExecutionId, reusedFrom],
        ]),
        [
          ['Outline', 0, true, 0, null, '', null, null],
          ['Draft', 1, true, 0, null, '', null, null],
          ['', 2, true, 0, null, '', null, null],
        ],
      );
      assert.deepEqual([await runs.steps(1), (await runs.stepInputs(1)).size], [[], 0]);
      assert.deepEqual([(await runs.get(1))?.sourceRunId, (await runs.latest(1))?.id], [null, 1]);

      const places = (await workflows.get(1))!.steps;
      const taking = places.map((place, index) => ({
        ...{ stepId: place.id, payloadId: place.payloadId, name: `Step ${index}` },
        reused: index === 0 ? [old[0]!.id] : [],
      }));
      const begun = await runs.start({ ...newRun(1, 'Article'), sourceRunId: 1, steps: taking });
      assert.deepEqual(
        begun.steps.map(({ status, stepId }) => [status, stepId]),
        [
          ['reused', places[0]!.id],
          ['pending', places[1]!.id],
        ],
      );
      const [copy] = await runs.responses(begun.run.id);
      assert.deepEqual(
        [copy?.reusedFrom, (await runs.response(copy!.id))?.content, (await runs.response(old[0]!.id))?.content],
        [old[0]!.id, 'First', 'First'],
      );
      assert.deepEqual(await queryFile(path, 'PRAGMA user_version'), [[latestVersion]]);
      assert.deepEqual(await queryFile(path, 'PRAGMA foreign_key_check'), await orphansOf(version));
    });
  }

  /** The references to nothing that the data had from the start. */
  async function orphansOf(version: number): Promise<unknown> {
    const path = folder.file('before.db');
    await writeDatabase(path, writtenByVersion(version));
    return queryFile(path, 'PRAGMA foreign_key_check');
  }
});
