import type { Migration } from './migration';

/** Marks a file as ours (PRAGMA application_id): "LLMO" in ASCII. */
export const APPLICATION_ID = 0x4c4c4d4f;

/** The seven tables as the first version of the application made them. They stand here unchanged for ever. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS blocks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    content TEXT,
    tags TEXT,
    folder_path TEXT,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE IF NOT EXISTS payloads (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    temperature REAL DEFAULT 0.6,
    response_length INTEGER DEFAULT 1000,
    llm_port INTEGER DEFAULT 5001,
    model_format TEXT DEFAULT 'default',
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE IF NOT EXISTS payload_blocks (
    payload_id INTEGER,
    block_id INTEGER,
    order_index INTEGER,
    FOREIGN KEY (payload_id) REFERENCES payloads (id) ON DELETE CASCADE,
    FOREIGN KEY (block_id) REFERENCES blocks (id) ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS workflows (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE IF NOT EXISTS workflow_payloads (
    workflow_id INTEGER,
    payload_id INTEGER,
    order_index INTEGER,
    FOREIGN KEY (workflow_id) REFERENCES workflows (id) ON DELETE CASCADE,
    FOREIGN KEY (payload_id) REFERENCES payloads (id) ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workflow_id INTEGER,
    status TEXT NOT NULL,
    started_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    completed_at TIMESTAMP,
    metadata TEXT,
    FOREIGN KEY (workflow_id) REFERENCES workflows (id) ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS responses (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id INTEGER,
    payload_id INTEGER,
    content TEXT,
    metadata TEXT,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    FOREIGN KEY (run_id) REFERENCES runs (id) ON DELETE CASCADE,
    FOREIGN KEY (payload_id) REFERENCES payloads (id) ON DELETE SET NULL
);
`;

/** Makes the tables, or takes over those of the original application. */
export const seedSchema: Migration = {
  version: 1,
  title: 'the seven tables',
  up: (connection) => {
    connection.execute(SCHEMA);
    connection.execute(`PRAGMA application_id = ${APPLICATION_ID}`);
  },
};
