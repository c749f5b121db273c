import type { EndpointAddress } from '../../shared/model/endpoint';
import type { ProviderId } from '../../shared/model/payload';
import { disregardedSettings } from '../domain/honesty/disregardedSettings';
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
import { answerBeginning } from '../domain/thinking/thinkingMarks';
import { Answer } from './answer';
import { countTokens } from './countTokens';
import { endpointOf, type Endpoint } from './endpoint';
import type { Exchange } from './exchange';
import { cancelled, noModel } from './failures';
import { limitsFor, type HttpLimits } from './httpLimits';
import { ignoredSettings, streamAnswer } from './protocols';
import { RecognisedServers } from './recognisedServers';
import { wireForm } from './wireForm';

/** What the model servers depend on. */
export interface ModelServersDependencies {
  /** The limits of the next request, so that a change of settings holds at once. */
  readonly limits: () => HttpLimits;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the access keys of endpoints are kept, by `endpointSecretName`. */
  readonly secrets: Pick<Secrets, 'get'>;
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
    const limits = limitsFor(request.limits, this.dependencies.limits());
    const server = await this.#serverFor(endpoint, request, limits, signal);
    const form = wireForm(request, server);
    const ignored = ignoredSettings(server, request.settings.parameters, form);
    listener.started({
      provider: server.provider,
      server: server.server,
      ...(server.model !== undefined && { model: server.model }),
      ...(server.contextSize !== undefined && { contextSize: server.contextSize }),
      ...(ignored.length > 0 && { ignoredSettings: ignored }),
      prompt: form.kind === 'text' ? form.prompt : JSON.stringify(form.messages, undefined, 2),
    });
    if (signal.aborted) throw cancelled(endpoint);
    try {
      return await this.#answered({ endpoint, request, server, form, limits, signal }, listener);
    } catch (error) {
      this.#recognised.forget(endpoint);
      if (error instanceof GenerationError) this.dependencies.log.warn(`${error.reason}: ${error.message}`);
      throw error;
    }
  }

  async #answered(exchange: Exchange, listener: GenerationListener): Promise<GenerationEnd> {
    const { request, server, form, signal } = exchange;
    let counting: Promise<number | undefined> | undefined;
    const count = (): Promise<number | undefined> => (counting ??= countTokens(exchange));
    // The count is asked for behind the first text, so that this waits for nothing; by the end it is mostly there.
    const onBegun = (): void => {
      if (!signal.aborted) void count(); // it never rejects
    };
    const beginning = form.kind === 'text' ? answerBeginning(form.prompt) : ({ kind: 'open' } as const);
    const isJsonWanted = request.settings.parameters.jsonSchema !== undefined;
    const answer = new Answer(listener, beginning, form.stop ?? [], isJsonWanted, onBegun);
    let end: GenerationEnd;
    try {
      end = await streamAnswer({ sink: answer, ...exchange });
    } finally {
      answer.end();
    }
    const sentTokens = await count();
    const { stopInText } = answer;
    const unsent = ignoredSettings(server, request.settings.parameters, form);
    const disregarded = disregardedSettings(request.settings, { ...end, answer: answer.keptText }).filter(
      (name) => !unsent.includes(name),
    );
    return {
      ...(server.model !== undefined && { model: server.model }),
      ...end,
      ...(sentTokens !== undefined && { sentTokens }),
      ...(stopInText !== undefined && { stopString: stopInText, stopStringInText: true }),
      ...(disregarded.length > 0 && { disregardedSettings: disregarded }),
    };
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
  ): Promise<RecognisedServer> {
    const named = settings.provider === null ? undefined : asNamed(settings.provider);
    const wanted = settings.model === null ? {} : { model: settings.model };
    try {
      const found = await this.#recognised.find(endpoint, limits, signal);
      const provider = named?.provider ?? found.provider;
      // KoboldCpp has one model and never another, whatever it is asked for.
      const server = provider === 'koboldcpp' ? { ...found, provider } : { ...found, ...wanted, provider };
      if (server.model === undefined && needsModel(provider)) throw noModel(endpoint, server.server);
      return server;
    } catch (error) {
      const unknown =
        error instanceof GenerationError && ['unrecognised', 'unauthorized', 'protocol'].includes(error.reason);
      if (!named || !unknown) throw error;
      return { ...named, ...wanted };
    }
  }
}

function asNamed(provider: ProviderId): RecognisedServer {
  switch (provider) {
    case 'koboldcpp':
      return { provider, kind: 'koboldcpp', server: 'KoboldCpp' };
    case 'llamacpp':
      return { provider, kind: 'llama-server', server: 'llama-server' };
    case 'ollama':
      return { provider, kind: 'ollama', server: 'Ollama' };
    case 'openai':
      return { provider, kind: 'openai-compatible', server: 'OpenAI-compatible server' };
  }
}

/** KoboldCpp and llama-server have one model and write with it, whatever they are asked for. */
function needsModel(provider: ProviderId): boolean {
  return provider === 'openai' || provider === 'ollama';
}
