import type { GenerationRequest, RecognisedServer } from '../domain/ports/modelServer';
import type { AnswerSink } from './answerSink';
import type { Endpoint } from './endpoint';
import type { HttpLimits } from './httpLimits';
import type { WireForm } from './wireForm';

/** What is to be sent to which server. */
export interface Exchange {
  readonly endpoint: Endpoint;
  readonly request: GenerationRequest;
  readonly server: RecognisedServer;
  readonly form: WireForm;
  readonly limits: HttpLimits;
  readonly signal: AbortSignal;
}

/** An exchange whose answer is wanted. */
export interface AnsweredExchange extends Exchange {
  readonly sink: AnswerSink;
}
