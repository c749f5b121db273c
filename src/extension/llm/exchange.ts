import type { GenerationRequest } from '../domain/ports/modelServer';
import type { AnswerSink } from './answerSink';
import type { Endpoint } from './endpoint';
import type { HttpLimits } from './httpLimits';
import type { KnownServer } from './knownServer';
import type { WireForm } from './wireForm';

/** What is to be sent to which server. */
export interface Exchange {
  readonly endpoint: Endpoint;
  readonly request: GenerationRequest;
  readonly server: KnownServer;
  readonly form: WireForm;
  readonly limits: HttpLimits;
  readonly signal: AbortSignal;
}

/** An exchange whose answer is wanted. */
export interface AnsweredExchange extends Exchange {
  readonly sink: AnswerSink;
}
