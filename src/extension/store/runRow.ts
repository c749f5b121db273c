import type {
  FinishReason,
  Response,
  ResponseMetadata,
  ResponseSummary,
  Run,
  RunStatus,
  StepExecution,
  StepStatus,
} from '../../shared/model/run';
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
const STEP_STATUSES = [
  'pending',
  'queued',
  'running',
  'retrying',
  'completed',
  'failed',
  'cancelled',
  'interrupted',
  'reused',
  'skipped',
] as const satisfies StepStatus[];
const FINISH_REASONS = ['stop', 'length', 'cancelled', 'error', 'unknown'] as const satisfies FinishReason[];

/** Runs, as `toRun` expects them. */
export const RUN_QUERY = `
SELECT run.id, run.workflow_id, workflow.name, run.status, run.metadata, run.started_at, run.completed_at,
  run.execution_time_ms, run.error_message, run.source_run_id
FROM runs AS run LEFT JOIN workflows AS workflow ON workflow.id = run.workflow_id`;

/** The columns of a response without its texts, as `toResponseSummary` expects them. */
export const RESPONSE_SUMMARY_COLUMNS = `id, run_id, payload_id,
  coalesce(payload_name, (SELECT name FROM payloads WHERE id = payload_id)), step_index, partial, finish_reason,
  octet_length(content), metadata, created_at, octet_length(thinking), step_execution_id, answer_index, chosen, reused_from,
  rating, comment`;

/** The columns of a step execution, as `toStepExecution` expects them. */
export const STEP_COLUMNS =
  'id, run_id, step_id, step_index, name, payload_id, status, started_at, completed_at, retry_count, error_message';

/** Those of a whole response, as `toResponse` expects them. */
export const RESPONSE_COLUMNS = `${RESPONSE_SUMMARY_COLUMNS}, content, thinking, prompt`;

/** What is kept in `runs.metadata`; the first two as the original application wrote them. */
export function formatRunMetadata(workflowName: string, stepCount: number, owner: ProcessIdentity): string {
  return JSON.stringify({ workflow_name: workflowName, total_payloads: stepCount, owner });
}

/** Makes a run of a row. */
export function toRun(row: readonly SqlValue[]): Run {
  const [id, workflowId, currentName, status, metadata, startedAt, completedAt, time, errorMessage, sourceId] = row;
  const { workflow_name: name, total_payloads: steps } = fieldsOf(metadata);
  const known = wordOf(status, STATUSES, 'failed');
  const ended = known !== 'queued' && known !== 'running';
  return {
    id: integerOf(id, 0),
    workflowId: idOrNull(workflowId),
    workflowName: typeof name === 'string' ? name : textOf(currentName),
    sourceRunId: idOrNull(sourceId),
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
  const [id, runId, payloadId, payloadName, stepIndex, partial, finishReason, size, metadata, createdAt, ...rest] = row;
  const [thinkingSize, stepExecutionId, answerIndex, chosen, reusedFrom, rating, comment] = rest;
  return {
    id: integerOf(id, 0),
    runId: integerOf(runId, 0),
    payloadId: idOrNull(payloadId),
    payloadName: textOf(payloadName),
    stepIndex: integerOf(stepIndex, 0, 0),
    partial: integerOf(partial, 0) !== 0,
    finishReason: wordOf(finishReason, FINISH_REASONS, null),
    size: integerOf(size, 0, 0),
    thinkingSize: integerOf(thinkingSize, 0, 0),
    metadata: toMetadata(fieldsOf(metadata)),
    stepExecutionId: textOrNull(stepExecutionId),
    answerIndex: integerOf(answerIndex, 0, 0),
    chosen: integerOf(chosen, 1) !== 0,
    reusedFrom: idOrNull(reusedFrom),
    rating: integerOf(rating, 0, 1, 5) || null,
    comment: textOf(comment),
    createdAt: timeOf(createdAt),
  };
}

/** Makes a response of a row. */
export function toResponse(row: readonly SqlValue[]): Response {
  const [content, thinking, prompt] = row.slice(17);
  return { content: textOf(content), thinking: textOf(thinking), prompt: textOf(prompt), ...toResponseSummary(row) };
}

/** Makes a step of a run of a row. */
export function toStepExecution(row: readonly SqlValue[]): StepExecution {
  const [id, runId, stepId, stepIndex, name, payloadId, status, startedAt, completedAt, retries, error] = row;
  return {
    id: textOf(id),
    runId: integerOf(runId, 0),
    stepId: idOrNull(stepId),
    stepIndex: integerOf(stepIndex, 0, 0),
    name: textOf(name),
    payloadId: idOrNull(payloadId),
    status: wordOf(status, STEP_STATUSES, 'failed'),
    startedAt: startedAt === null ? null : timeOf(startedAt),
    completedAt: completedAt === null ? null : timeOf(completedAt),
    retryCount: integerOf(retries, 0, 0),
    errorMessage: textOrNull(error),
  };
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
  const { parameters, truncated, stopStringInText } = fields;
  const names = (value: unknown): readonly string[] | undefined =>
    Array.isArray(value) ? value.map(String) : undefined;
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
    requestedModel: text('requestedModel'),
    contextSize: number('contextSize'),
    sentTokens: number('sentTokens'),
    stopString: text('stopString'),
    estimatedTokens: number('estimatedTokens'),
    stopStringInText: typeof stopStringInText === 'boolean' ? stopStringInText : undefined,
    truncated: typeof truncated === 'boolean' ? truncated : undefined,
    ignoredSettings: names(fields['ignoredSettings']),
    disregardedSettings: names(fields['disregardedSettings']),
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
