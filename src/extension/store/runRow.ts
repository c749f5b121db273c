import type { FinishReason, Response, ResponseMetadata, ResponseSummary, Run, RunStatus } from '../../shared/model/run';
import { fieldsOf, idOrNull, integerOf, millisecondsOf, numberOf, textOf, textOrNull, timeOf, wordOf } from './columns';
import type { ProcessIdentity } from './sqlite/processIdentity';
import type { SqlValue } from './values';

const STATUSES = [
  'queued',
  'running',
  'completed',
  'failed',
  'cancelled',
  'interrupted',
] as const satisfies RunStatus[];
const FINISH_REASONS = ['stop', 'length', 'cancelled', 'error', 'unknown'] as const satisfies FinishReason[];

/** Runs, as `toRun` expects them. */
export const RUN_QUERY = `
SELECT run.id, run.workflow_id, workflow.name, run.status, run.metadata, run.started_at, run.completed_at,
  run.execution_time_ms, run.error_message
FROM runs AS run LEFT JOIN workflows AS workflow ON workflow.id = run.workflow_id`;

/** The columns of a response without its texts, as `toResponseSummary` expects them. */
export const RESPONSE_SUMMARY_COLUMNS = `id, run_id, payload_id,
  coalesce(payload_name, (SELECT name FROM payloads WHERE id = payload_id)), step_index, partial, finish_reason,
  octet_length(content), metadata, created_at`;

/** Those of a whole response, as `toResponse` expects them. */
export const RESPONSE_COLUMNS = `${RESPONSE_SUMMARY_COLUMNS}, content, prompt`;

/** What is kept in `runs.metadata`; the first two as the original application wrote them. */
export function formatRunMetadata(workflowName: string, stepCount: number, owner: ProcessIdentity): string {
  return JSON.stringify({ workflow_name: workflowName, total_payloads: stepCount, owner });
}

/** Makes a run of a row. */
export function toRun(row: readonly SqlValue[]): Run {
  const [id, workflowId, currentName, status, metadata, startedAt, completedAt, time, errorMessage] = row;
  const { workflow_name: name, total_payloads: steps } = fieldsOf(metadata);
  const known = wordOf(status, STATUSES, 'failed');
  const ended = known !== 'queued' && known !== 'running';
  return {
    id: integerOf(id, 0),
    workflowId: idOrNull(workflowId),
    workflowName: typeof name === 'string' ? name : textOf(currentName),
    status: known,
    stepCount: typeof steps === 'number' ? integerOf(steps, 0, 0) : 0,
    startedAt: timeOf(startedAt),
    completedAt: completedAt === null || !ended ? null : timeOf(completedAt),
    executionTimeMs: ended ? (durationOf(time) ?? durationBetween(startedAt, completedAt)) : null,
    errorMessage: textOrNull(errorMessage),
  };
}

/** Makes a response without its texts of a row. */
export function toResponseSummary(row: readonly SqlValue[]): ResponseSummary {
  const [id, runId, payloadId, payloadName, stepIndex, partial, finishReason, size, metadata, createdAt] = row;
  return {
    id: integerOf(id, 0),
    runId: integerOf(runId, 0),
    payloadId: idOrNull(payloadId),
    payloadName: textOf(payloadName),
    stepIndex: integerOf(stepIndex, 0, 0),
    partial: integerOf(partial, 0) !== 0,
    finishReason: wordOf(finishReason, FINISH_REASONS, null),
    size: integerOf(size, 0, 0),
    metadata: toMetadata(fieldsOf(metadata)),
    createdAt: timeOf(createdAt),
  };
}

/** Makes a response of a row. */
export function toResponse(row: readonly SqlValue[]): Response {
  return { ...toResponseSummary(row), content: textOf(row[10]), prompt: textOf(row[11]) };
}

function durationOf(value: SqlValue | undefined): number | null {
  const milliseconds = numberOf(value, -1, 0);
  return milliseconds < 0 ? null : milliseconds;
}

function durationBetween(startedAt: SqlValue | undefined, completedAt: SqlValue | undefined): number | null {
  const [start, end] = [millisecondsOf(startedAt), millisecondsOf(completedAt)];
  return start > 0 && end >= start ? end - start : null;
}

function toMetadata(fields: Readonly<Record<string, unknown>>): ResponseMetadata {
  const text = (name: keyof ResponseMetadata): string | undefined => {
    const value = fields[name];
    return typeof value === 'string' ? value : undefined;
  };
  const number = (name: keyof ResponseMetadata): number | undefined => {
    const value = fields[name];
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
  };
  const { parameters } = fields;
  const optional = {
    provider: text('provider'),
    server: text('server'),
    model: text('model'),
    parameters: isRecord(parameters) ? parameters : undefined,
    promptTokens: number('promptTokens'),
    completionTokens: number('completionTokens'),
    timeToFirstTokenMs: number('timeToFirstTokenMs'),
    durationMs: number('durationMs'),
    tokensPerSecond: number('tokensPerSecond'),
  };
  return {
    host: text('host') ?? '',
    port: number('port') ?? 0,
    modelFormat: text('modelFormat') ?? 'default',
    temperature: number('temperature') ?? 0,
    responseLength: number('responseLength') ?? 0,
    ...present(optional),
  };
}

type Present<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> };

function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
