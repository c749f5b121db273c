import type { Migration } from './migration';

/**
 * The columns that the seven tables gained, each with a default, so that statements written for the first version still
 * work. The two tables of places get an id; it is the last column, because a new column may not come before old ones and
 * SQLite cannot add a primary key to a table that exists.
 */
const COLUMNS = `
ALTER TABLE blocks ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
-- Milliseconds since 1970 UTC; 0 means: as updated_at says.
ALTER TABLE blocks ADD COLUMN content_changed_at INTEGER NOT NULL DEFAULT 0;

ALTER TABLE payloads ADD COLUMN host TEXT;
ALTER TABLE payloads ADD COLUMN provider TEXT;
ALTER TABLE payloads ADD COLUMN model TEXT;
ALTER TABLE payloads ADD COLUMN parameters TEXT NOT NULL DEFAULT '{}';
ALTER TABLE payloads ADD COLUMN flow TEXT NOT NULL DEFAULT 'auto';
ALTER TABLE payloads ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

CREATE TABLE new_payload_blocks (
    payload_id INTEGER,
    block_id INTEGER,
    order_index INTEGER,
    role TEXT NOT NULL DEFAULT 'user',
    enabled INTEGER NOT NULL DEFAULT 1,
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    FOREIGN KEY (payload_id) REFERENCES payloads (id) ON DELETE CASCADE,
    FOREIGN KEY (block_id) REFERENCES blocks (id) ON DELETE CASCADE
);
INSERT INTO new_payload_blocks (payload_id, block_id, order_index)
    SELECT payload_id, block_id, order_index FROM payload_blocks ORDER BY payload_id, order_index, rowid;
DROP TABLE payload_blocks;
ALTER TABLE new_payload_blocks RENAME TO payload_blocks;

ALTER TABLE workflows ADD COLUMN description TEXT;
ALTER TABLE workflows ADD COLUMN status TEXT NOT NULL DEFAULT 'active';
ALTER TABLE workflows ADD COLUMN created_by TEXT;
ALTER TABLE workflows ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

CREATE TABLE new_workflow_payloads (
    workflow_id INTEGER,
    payload_id INTEGER,
    order_index INTEGER,
    step_name TEXT,
    step_type TEXT NOT NULL DEFAULT 'payload',
    configuration TEXT NOT NULL DEFAULT '{}',
    status TEXT NOT NULL DEFAULT 'active',
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    FOREIGN KEY (workflow_id) REFERENCES workflows (id) ON DELETE CASCADE,
    FOREIGN KEY (payload_id) REFERENCES payloads (id) ON DELETE CASCADE
);
INSERT INTO new_workflow_payloads (workflow_id, payload_id, order_index)
    SELECT workflow_id, payload_id, order_index FROM workflow_payloads ORDER BY workflow_id, order_index, rowid;
DROP TABLE workflow_payloads;
ALTER TABLE new_workflow_payloads RENAME TO workflow_payloads;

ALTER TABLE runs ADD COLUMN executed_by TEXT;
ALTER TABLE runs ADD COLUMN input_parameters TEXT;
ALTER TABLE runs ADD COLUMN output_results TEXT;
ALTER TABLE runs ADD COLUMN error_message TEXT;
ALTER TABLE runs ADD COLUMN execution_time_ms INTEGER;

ALTER TABLE responses ADD COLUMN step_execution_id TEXT;
ALTER TABLE responses ADD COLUMN payload_name TEXT;
ALTER TABLE responses ADD COLUMN step_index INTEGER;
ALTER TABLE responses ADD COLUMN prompt TEXT;
ALTER TABLE responses ADD COLUMN finish_reason TEXT;
ALTER TABLE responses ADD COLUMN thinking TEXT;
ALTER TABLE responses ADD COLUMN partial INTEGER NOT NULL DEFAULT 0;

-- Folders that were made by hand, so that they exist even when empty.
CREATE TABLE folders (
    path TEXT PRIMARY KEY NOT NULL,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX blocks_by_folder ON blocks (folder_path, title);
CREATE INDEX payloads_by_name ON payloads (name);
CREATE INDEX payload_blocks_by_payload ON payload_blocks (payload_id, order_index);
CREATE INDEX payload_blocks_by_block ON payload_blocks (block_id);
CREATE INDEX workflows_by_name ON workflows (name);
CREATE INDEX workflow_payloads_by_workflow ON workflow_payloads (workflow_id, order_index);
CREATE INDEX workflow_payloads_by_payload ON workflow_payloads (payload_id);
CREATE INDEX runs_by_workflow ON runs (workflow_id, started_at);
CREATE INDEX runs_by_status ON runs (status);
CREATE INDEX responses_by_run ON responses (run_id, step_index);
CREATE INDEX responses_by_payload ON responses (payload_id);
CREATE INDEX responses_by_step_execution ON responses (step_execution_id);
`;

/** The name and place of a response's payload, for responses that the original application stored. */
const NAMES = `
UPDATE responses SET payload_name = (SELECT name FROM payloads WHERE id = payload_id);
UPDATE responses SET step_index = (
    SELECT count(*) FROM responses AS earlier WHERE earlier.run_id = responses.run_id AND earlier.id < responses.id
) WHERE run_id IS NOT NULL;
`;

/** Adds the columns, the table of folders and the indexes. */
export const columns: Migration = {
  version: 2,
  title: 'the added columns of the seven tables',
  up: (connection) => {
    connection.execute(COLUMNS);
    connection.execute(NAMES);
  },
};
