/** The schema of the original application, as its database module executed it. */
export const ORIGINAL_SCHEMA = `
CREATE TABLE blocks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    content TEXT,
    tags TEXT,
    folder_path TEXT,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE payloads (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    temperature REAL DEFAULT 0.6,
    response_length INTEGER DEFAULT 1000,
    llm_port INTEGER DEFAULT 5001,
    model_format TEXT DEFAULT 'default',
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE payload_blocks (
    payload_id INTEGER,
    block_id INTEGER,
    order_index INTEGER,
    FOREIGN KEY (payload_id) REFERENCES payloads (id) ON DELETE CASCADE,
    FOREIGN KEY (block_id) REFERENCES blocks (id) ON DELETE CASCADE
);
CREATE TABLE workflows (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE workflow_payloads (
    workflow_id INTEGER,
    payload_id INTEGER,
    order_index INTEGER,
    FOREIGN KEY (workflow_id) REFERENCES workflows (id) ON DELETE CASCADE,
    FOREIGN KEY (payload_id) REFERENCES payloads (id) ON DELETE CASCADE
);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workflow_id INTEGER,
    status TEXT NOT NULL,
    started_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    completed_at TIMESTAMP,
    metadata TEXT,
    FOREIGN KEY (workflow_id) REFERENCES workflows (id) ON DELETE CASCADE
);
CREATE TABLE responses (
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

/** Data as a person had it there, orphans and a run that never ended included. */
export const ORIGINAL_DATA = `
INSERT INTO blocks (title, content, tags, folder_path, created_at, updated_at) VALUES
  ('Introduction', 'You are careful.', 'intro, system', 'Phase 1/Instructions', '2024-03-01 10:00:00', '2024-03-02 11:22:33'),
  ('Task', 'Use {{block:Phase 1/Instructions/Introduction}}', NULL, '/Phase 1/', '2024-03-01 10:00:00', '2024-03-01 10:00:00'),
  ('Loose', NULL, '', NULL, '2024-03-01 10:00:00', '2024-03-01 10:00:00');
INSERT INTO payloads (name, temperature, response_length, llm_port, model_format) VALUES
  ('Outline', 0, 300, 5002, 'mistral'), ('Draft', 0.6, 1000, 5001, 'default');
INSERT INTO payload_blocks VALUES (1, 2, 1), (1, 1, 0), (1, 1, 2), (2, 3, 0), (2, 999, 1);
INSERT INTO workflows (name) VALUES ('Article');
INSERT INTO workflow_payloads VALUES (1, 2, 1), (1, 1, 0);
INSERT INTO runs (workflow_id, status, started_at, completed_at, metadata) VALUES
  (1, 'completed', '2024-03-03 08:00:00', '2024-03-03 08:00:30', '{"workflow_name":"Article","total_payloads":2}'),
  (1, 'running', '2024-03-04 08:00:00', NULL, '{"workflow_name":"Article","total_payloads":2}');
INSERT INTO responses (run_id, payload_id, content, metadata) VALUES
  (1, 1, 'First', '{"tokens":12}'), (1, 2, 'Second', NULL), (1, NULL, 'Of a payload that is gone', 'no JSON');
`;
