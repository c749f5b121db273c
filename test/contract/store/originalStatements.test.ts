import assert from 'node:assert/strict';
import type { Database } from '../../../src/extension/store/database';
import { ORIGINAL_SCHEMA } from '../../unit/store/originalSchema';
import { plainSqlJs } from '../../unit/store/sqlFile';
import { TestFolder } from '../../unit/store/testStore';

describe('Statements written for the original schema', () => {
  let folder: TestFolder;
  let database: Database;
  beforeEach(async () => {
    folder = await TestFolder.make();
    ({ database } = await folder.store());
  });
  afterEach(() => folder.end());

  it('run unchanged, as the examples of its documentation do', async () => {
    await database.initialize();
    const workflowId = 1;
    const result = await database.run('INSERT INTO blocks (title, content) VALUES (?, ?)', [
      'Introduction',
      'This is an introduction block',
    ]);
    assert.equal(result.lastID, 1);
    await database.run('INSERT INTO payloads (name) VALUES (?)', ['Payload']);
    await database.beginTransaction();
    const inserted = await database.run('INSERT INTO workflows (name) VALUES (?)', ['My Workflow']);
    await database.run('INSERT INTO workflow_payloads (workflow_id, payload_id, order_index) VALUES (?, ?, ?)', [
      inserted.lastID,
      1,
      0,
    ]);
    await database.commitTransaction();
    const workflow = await database.get('SELECT * FROM workflows WHERE id = ?', [workflowId]);
    assert.equal(workflow?.['name'], 'My Workflow');
    const payloads = await database.all('SELECT * FROM payloads WHERE temperature > ?', [0.5]);
    assert.equal(payloads.length, 1);
    const needsMigration = await database.get("SELECT name FROM sqlite_master WHERE type='table' AND name='old_table'");
    assert.equal(needsMigration, undefined);
    await database.checkAndMigrate();
  });

  it('find every table, column, type and default where they were', async () => {
    const original = new (await plainSqlJs()).Database();
    original.exec(ORIGINAL_SCHEMA);
    for (const table of [
      'blocks',
      'payloads',
      'payload_blocks',
      'workflows',
      'workflow_payloads',
      'runs',
      'responses',
    ]) {
      const columns = original.exec(
        `SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info('${table}')`,
      )[0]!.values;
      const ours = await database.rows(
        `SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info('${table}')`,
      );
      assert.deepEqual(ours.slice(0, columns.length), columns, table);
      for (const [name, , notNull, fallback, key] of ours.slice(columns.length)) {
        assert.ok(notNull === 0 || fallback !== null || key === 1, `${table}.${String(name)} needs a default`);
      }
      const keys = `SELECT "table", "from", "to", on_delete FROM pragma_foreign_key_list('${table}') ORDER BY "from"`;
      assert.deepEqual(await database.rows(keys), original.exec(keys)[0]?.values ?? [], table);
    }
    original.close();
  });

  it('fill the added columns with their defaults', async () => {
    await database.run("INSERT INTO blocks (title) VALUES ('b')");
    await database.run("INSERT INTO payloads (name) VALUES ('p')");
    await database.run('INSERT INTO payload_blocks (payload_id, block_id, order_index) VALUES (1, 1, 0)');
    assert.deepEqual(await database.get('SELECT role, enabled, id FROM payload_blocks'), {
      role: 'user',
      enabled: 1,
      id: 1,
    });
    assert.deepEqual(
      await database.get(
        'SELECT temperature, response_length, llm_port, model_format, flow, parameters, host FROM payloads',
      ),
      {
        temperature: 0.6,
        response_length: 1000,
        llm_port: 5001,
        model_format: 'default',
        flow: 'auto',
        parameters: '{}',
        host: null,
      },
    );
    const [block] = await (await folder.store()).blocks.getMany([1]);
    assert.ok(block && block.contentChangedAt > Date.UTC(2020, 0, 1));
  });

  it('have an index for every foreign key', async () => {
    const rows = await database.rows(`
      SELECT m.name, k."from" FROM sqlite_schema AS m, pragma_foreign_key_list(m.name) AS k
      WHERE m.type = 'table' AND NOT EXISTS (
        SELECT 1 FROM pragma_index_list(m.name) AS i, pragma_index_info(i.name) AS c WHERE c.seqno = 0 AND c.name = k."from")`);
    assert.deepEqual(rows, []);
  });
});
