import type { Migration } from './migration';

/** What runs are made of since they can be queued, retried, resumed and judged. */
const SCHEMA = `
ALTER TABLE runs ADD COLUMN source_run_id INTEGER;

CREATE TABLE step_executions (
    id TEXT PRIMARY KEY NOT NULL,
    run_id INTEGER NOT NULL,
    step_id INTEGER,
    payload_id INTEGER,
    step_index INTEGER NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'pending',
    started_at TIMESTAMP,
    completed_at TIMESTAMP,
    input_data TEXT,
    output_data TEXT,
    error_message TEXT,
    retry_count INTEGER NOT NULL DEFAULT 0,
    FOREIGN KEY (run_id) REFERENCES runs (id) ON DELETE CASCADE,
    FOREIGN KEY (step_id) REFERENCES workflow_payloads (id) ON DELETE SET NULL,
    FOREIGN KEY (payload_id) REFERENCES payloads (id) ON DELETE SET NULL
);

ALTER TABLE responses ADD COLUMN answer_index INTEGER NOT NULL DEFAULT 0;
ALTER TABLE responses ADD COLUMN chosen INTEGER NOT NULL DEFAULT 1;
ALTER TABLE responses ADD COLUMN reused_from INTEGER;
ALTER TABLE responses ADD COLUMN rating INTEGER;
ALTER TABLE responses ADD COLUMN comment TEXT NOT NULL DEFAULT '';

CREATE TABLE orchestration_queues (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queue_name TEXT NOT NULL,
    queue_type TEXT NOT NULL DEFAULT 'endpoint',
    max_size INTEGER,
    current_size INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT 'active',
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    configuration TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE queue_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queue_id INTEGER NOT NULL,
    message_type TEXT NOT NULL DEFAULT 'step',
    message_data TEXT,
    status TEXT NOT NULL DEFAULT 'waiting',
    priority INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    processed_at TIMESTAMP,
    retry_count INTEGER NOT NULL DEFAULT 0,
    run_id INTEGER,
    step_execution_id TEXT,
    moved INTEGER NOT NULL DEFAULT 0,
    FOREIGN KEY (queue_id) REFERENCES orchestration_queues (id) ON DELETE CASCADE,
    FOREIGN KEY (run_id) REFERENCES runs (id) ON DELETE CASCADE,
    FOREIGN KEY (step_execution_id) REFERENCES step_executions (id) ON DELETE CASCADE
);

CREATE INDEX step_executions_by_run ON step_executions (run_id, step_index);
CREATE INDEX step_executions_by_step ON step_executions (step_id);
CREATE INDEX step_executions_by_payload ON step_executions (payload_id);
CREATE UNIQUE INDEX orchestration_queues_by_name ON orchestration_queues (queue_type, queue_name);
CREATE INDEX queue_messages_by_queue ON queue_messages (queue_id, status, priority);
CREATE INDEX queue_messages_by_run ON queue_messages (run_id);
CREATE INDEX queue_messages_by_step_execution ON queue_messages (step_execution_id);

CREATE TRIGGER queue_messages_added AFTER INSERT ON queue_messages BEGIN
    UPDATE orchestration_queues SET current_size = current_size + 1 WHERE id = new.queue_id;
END;
CREATE TRIGGER queue_messages_removed AFTER DELETE ON queue_messages BEGIN
    UPDATE orchestration_queues SET current_size = current_size - 1 WHERE id = old.queue_id;
END;
`;

/** Adds step executions, queues, and what a person says of a response. */
export const executions: Migration = {
  version: 3,
  title: 'step executions and queues',
  up: (connection) => {
    connection.execute(SCHEMA);
  },
};
