import { randomUUID } from 'node:crypto';
import type { EndpointAddress } from '../../shared/model/endpoint';
import type { ProviderId } from '../../shared/model/payload';
import {
  GenerationError,
  type GenerationEnd,
  type GenerationListener,
  type GenerationRequest,
  type ModelServer,
  type RecognisedServer,
} from '../domain/ports/modelServer';
import type { Clock } from '../platform/ports/clock';
import type { Log } from '../platform/ports/log';
import type { Secrets } from '../platform/ports/secrets';
import { endpointSecretName } from '../domain/payload/endpointSecret';
import { endpointOf, type Endpoint } from './endpoint';
import { cancelled, noModel } from './failures';
import type { HttpLimits } from './httpLimits';
import type { KnownServer } from './knownServer';
import { streamKoboldCpp } from './koboldcpp';
import { abortOnServer, completeEnd } from './koboldStatus';
import { streamOpenAi } from './openAiCompatible';
import { RecognisedServers } from './recognisedServers';
import { WholeCharacters } from './wholeCharacters';
import { wireForm, type WireForm } from './wireForm';

/** What the model servers depend on. */
export interface ModelServersDependencies {
  /** The limits of the next request, so that a change of settings holds at once. */
  readonly limits: () => HttpLimits;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the access keys of endpoints are kept, by `endpointSecretName`. */
  readonly secrets: Pick<Secrets, 'get'>;
}

/** What a server needs to know of one request. */
interface Exchange {
  readonly endpoint: Endpoint;
  readonly request: GenerationRequest;
  readonly server: KnownServer;
  readonly form: WireForm;
  readonly limits: HttpLimits;
  readonly signal: AbortSignal;
  readonly onText: (piece: string) => void;
}

/** The model servers on the network, by HTTP. */
export class ModelServers implements ModelServer {
  readonly #recognised: RecognisedServers;

  constructor(private readonly dependencies: ModelServersDependencies) {
    this.#recognised = new RecognisedServers(dependencies.clock);
  }

  /** @inheritdoc */
  async recognise(host: string, port: number, signal: AbortSignal): Promise<RecognisedServer> {
    return this.#recognised.ask(await this.#endpoint(host, port), this.dependencies.limits(), signal);
  }

  /** @inheritdoc */
  known({ host, port }: EndpointAddress): RecognisedServer | undefined {
    return this.#recognised.known(endpointOf(host, port));
  }

  /** @inheritdoc */
  async generate(
    request: GenerationRequest,
    listener: GenerationListener,
    signal: AbortSignal,
  ): Promise<GenerationEnd> {
    const endpoint = await this.#endpoint(request.host, request.settings.port);
    const limits = this.dependencies.limits();
    const server = await this.#serverFor(endpoint, request, limits, signal);
    const form = wireForm(request, server);
    await listener.started({
      provider: server.provider,
      server: server.server,
      ...(server.model !== undefined && { model: server.model }),
      prompt: form.kind === 'text' ? form.prompt : JSON.stringify(form.messages, undefined, 2),
    });
    if (signal.aborted) throw cancelled(endpoint);

    const whole = new WholeCharacters((piece) => {
      listener.text(piece);
    });
    const onText = (piece: string): void => {
      whole.push(piece);
    };
    const exchange: Exchange = { endpoint, request, server, form, limits, signal, onText };
    try {
      const end = await (server.provider === 'koboldcpp' ? this.#byKoboldCpp(exchange) : byOpenAi(exchange));
      return server.model === undefined ? end : { model: server.model, ...end };
    } catch (error) {
      this.#recognised.forget(endpoint);
      if (error instanceof GenerationError) this.dependencies.log.warn(`${error.reason}: ${error.message}`);
      throw error;
    } finally {
      whole.end();
    }
  }

  /** Where a request goes, with the key that is kept for that place and no other. */
  async #endpoint(host: string, port: number): Promise<Endpoint> {
    let key: string | undefined;
    try {
      key = await this.dependencies.secrets.get(endpointSecretName({ host, port }));
    } catch (error) {
      // Most servers want none; one that does says so.
      this.dependencies.log.warn(`The key of an endpoint cannot be read: ${String(error)}`);
    }
    return { ...endpointOf(host, port), ...(key !== undefined && { key }) };
  }

  /** The server behind the endpoint; where the payload names a provider, one that is not recognised is used as that. */
  async #serverFor(
    endpoint: Endpoint,
    { settings }: GenerationRequest,
    limits: HttpLimits,
    signal: AbortSignal,
  ): Promise<KnownServer> {
    const named = settings.provider === null ? undefined : asNamed(settings.provider);
    const wanted = settings.model === null ? {} : { model: settings.model };
    try {
      const found = await this.#recognised.find(endpoint, limits, signal);
      const provider = named?.provider ?? found.provider;
      // KoboldCpp has one model and never another, whatever it is asked for.
      const server = provider === 'koboldcpp' ? { ...found, provider } : { ...found, ...wanted, provider };
      if (server.model === undefined && provider === 'openai') throw noModel(endpoint, server.server);
      return server;
    } catch (error) {
      const unknown =
        error instanceof GenerationError && ['unrecognised', 'unauthorized', 'protocol'].includes(error.reason);
      if (!named || !unknown) throw error;
      return { ...named, ...wanted };
    }
  }

  async #byKoboldCpp(exchange: Exchange): Promise<GenerationEnd> {
    const { endpoint, request, form, limits, signal, onText } = exchange;
    const { settings } = request;
    const key = `LLMO-${randomUUID()}`;
    try {
      const end =
        form.kind === 'text'
          ? await streamKoboldCpp(endpoint, { ...form, settings, key }, limits, onText, signal)
          : await streamOpenAi(
              endpoint,
              {
                input: { messages: form.messages },
                stop: form.stop,
                settings,
                model: undefined,
                extra: { genkey: key, rep_pen: settings.parameters.repeatPenalty },
              },
              limits,
              onText,
              signal,
            );
      return await completeEnd(endpoint, end, settings.parameters.seed, signal);
    } catch (error) {
      // KoboldCpp may go on after the connection is gone, above all with a request that still waits in its queue.
      if (mayStillWrite(error)) await abortOnServer(endpoint, key);
      throw error;
    }
  }
}

function byOpenAi({ endpoint, request, server, form, limits, signal, onText }: Exchange): Promise<GenerationEnd> {
  const input = form.kind === 'text' ? { prompt: form.prompt } : { messages: form.messages };
  const wire = { input, stop: form.stop, settings: request.settings, model: server.model };
  return streamOpenAi(endpoint, wire, limits, onText, signal);
}

function asNamed(provider: ProviderId): KnownServer {
  return provider === 'koboldcpp'
    ? { provider, kind: 'koboldcpp', server: 'KoboldCpp' }
    : { provider, kind: 'openai-compatible', server: 'OpenAI-compatible server' };
}

/** Whether the server may be at work on a request that failed so; it is not when it refused it. */
function mayStillWrite(error: unknown): boolean {
  if (!(error instanceof GenerationError)) return true;
  switch (error.reason) {
    case 'cancelled':
    case 'silence-timeout':
    case 'ended-early':
    case 'protocol':
      return true;
    case 'unreachable':
    case 'unknown-host':
    case 'connect-timeout':
    case 'http':
    case 'unauthorized':
    case 'busy':
    case 'context-exceeded':
    case 'unrecognised':
      return false;
  }
}
