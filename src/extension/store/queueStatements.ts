import { IS_OLD_RUN } from './runOwner';

/*
 * What `QueueTransaction` does in SQL. Lists are handed over as one parameter of JSON.
 */

/** The end of the queue with the id that the given words name. */
const atEndOf = (queueId: string): string =>
  `(SELECT coalesce(max(priority), 0) + 1 FROM queue_messages WHERE queue_id = ${queueId} AND status = 'waiting')`;

/** Whether a turn is there for a ticket that is put into `queue`, and nobody waits for it. */
const IS_FREE = `(queue.status <> 'paused'
    AND NOT EXISTS (SELECT 1 FROM queue_messages WHERE queue_id = queue.id AND status = 'waiting')
    AND (SELECT count(*) FROM queue_messages WHERE queue_id = queue.id AND status = 'running')
      < json_extract(wanted.value, '$[2]'))`;

/** Steps that have ended, by whatever way, stay as they are. */
const UNFINISHED = "status IN ('pending', 'queued', 'running', 'retrying')";

/** Whether any ticket of a step has its turn. */
const HAS_BEGUN = `EXISTS (
    SELECT 1 FROM queue_messages WHERE step_execution_id = step_executions.id AND queue_messages.status = 'running')`;

/** Moves what else of a served run waits in the same queue to its end; in the order of ids, which keeps that of the run. */
export const POSTPONE = `
UPDATE queue_messages SET priority = ${atEndOf('queue_messages.queue_id')}
WHERE id IN (
  SELECT other.id FROM json_each(?) AS wanted
  JOIN queue_messages AS served ON served.id = wanted.value
  JOIN queue_messages AS other ON other.run_id = served.run_id AND other.queue_id = served.queue_id
  WHERE other.status = 'waiting' AND NOT other.moved AND other.id <> served.id)`;

/**
 * Puts steps at the end of queues, in their order: each is a name of a queue, the id of a step, and how many may run there
 * if it may begin at once where nobody waits, else 0. Steps that do not exist are left out.
 */
export const ADD = `
INSERT INTO queue_messages (queue_id, run_id, step_execution_id, priority, status, processed_at)
SELECT queue.id, step.run_id, step.id, ${atEndOf('queue.id')},
  iif(${IS_FREE}, 'running', 'waiting'), iif(${IS_FREE}, CURRENT_TIMESTAMP, NULL)
FROM json_each(?) AS wanted
JOIN orchestration_queues AS queue
  ON queue.queue_type = 'endpoint' AND queue.queue_name = json_extract(wanted.value, '$[0]')
JOIN step_executions AS step ON step.id = json_extract(wanted.value, '$[1]')
ORDER BY wanted.key
RETURNING id, queue_id, step_execution_id`;

/** Steps whose tickets are new wait or have begun, as these do; each with what it is given. */
export const MARK_ADDED = `
UPDATE step_executions SET
  status = iif(${HAS_BEGUN}, 'running', 'queued'),
  started_at = iif(${HAS_BEGUN}, coalesce(started_at, CURRENT_TIMESTAMP), started_at),
  input_data = coalesce(?, input_data)
WHERE id = ? AND ${UNFINISHED}`;

/** What runs in each queue, and the first that wait. */
export const FIRST = `
SELECT queue.id, queue.queue_name, queue.status, message.id, message.status, message.run_id, message.step_execution_id,
  run.metadata, ${IS_OLD_RUN}
FROM json_each(?1) AS wanted
JOIN orchestration_queues AS queue ON queue.queue_type = 'endpoint' AND queue.queue_name = wanted.value
JOIN queue_messages AS message ON message.id IN (
  SELECT id FROM queue_messages WHERE queue_id = queue.id AND status = 'running'
  UNION ALL
  SELECT id FROM (
    SELECT id FROM queue_messages WHERE queue_id = queue.id AND status = 'waiting' ORDER BY priority, id LIMIT ?2))
LEFT JOIN runs AS run ON run.id = message.run_id
ORDER BY queue.id, message.status, message.priority, message.id`;

/** Which of many tickets, each with its step, are not there any more. */
export const GONE = `
SELECT json_extract(wanted.value, '$[0]') FROM json_each(?) AS wanted
WHERE NOT EXISTS (
  SELECT 1 FROM queue_messages WHERE id = json_extract(wanted.value, '$[0]')
    AND step_execution_id = json_extract(wanted.value, '$[1]'))`;

/** The turn of a step has come. */
export const RUNNING = `
UPDATE step_executions SET status = 'running', started_at = coalesce(started_at, CURRENT_TIMESTAMP)
WHERE id IN (SELECT value FROM json_each(?)) AND ${UNFINISHED}`;

/** The turns of many tickets have come. */
export const BEGIN = `
UPDATE queue_messages SET status = 'running', processed_at = CURRENT_TIMESTAMP
WHERE id IN (SELECT value FROM json_each(?))`;

/** Makes the queues with many names, where they are missing. */
export const MAKE = `
INSERT INTO orchestration_queues (queue_name) SELECT value FROM json_each(?) WHERE true
ON CONFLICT (queue_type, queue_name) DO NOTHING`;

/** What is known of many queues by their names. */
export const CONFIGURATIONS = `
SELECT queue_name, configuration FROM orchestration_queues
WHERE queue_type = 'endpoint' AND queue_name IN (SELECT value FROM json_each(?))`;

/** Keeps how many slots a server has. */
export const TELL_SLOTS = `
UPDATE orchestration_queues SET configuration =
  json_set(iif(json_valid(configuration), configuration, '{}'), '$.slots', ?)
WHERE queue_type = 'endpoint' AND queue_name = ?`;
