import { GenerationError, type RecognisedServer } from '../../src/extension/domain/ports/modelServer';
import { endpointOf } from '../../src/extension/llm/endpoint';
import { noModel, stillLoading } from '../../src/extension/llm/failures';
import { ModelServers } from '../../src/extension/llm/modelServers';
import { nullLog } from '../../src/extension/platform/ports/log';
import { nullSecrets } from '../../src/extension/platform/ports/secrets';
import { systemClock } from '../../src/extension/platform/vscode/clock';
import { startPracticeServer } from '../../src/extension/practice/practiceServer';
import { DemoError } from './demoError';

const HOST = '127.0.0.1';

/** Where a server is looked for when no port is named. */
const DEFAULT_PORT = 5001;

/** How long a server may take to say what it is, in milliseconds. */
const LIMITS = { connect: 2000, silence: 10_000 };

/** Slow enough for a picture of every response while it is being written. */
const PRACTICE_TOKENS_PER_SECOND = 20;

/** The server that the sample runs on. */
export interface ChosenServer {
  readonly port: number;
  /** What it is, for a person. */
  readonly description: string;
  /** Ends it when it was started here. */
  stop(): Promise<void>;
}

/**
 * Finds the model server on the named port. Without one takes the server on port 5001, or starts a practice server
 * there, or on the next free port when something else is at 5001.
 * @throws {DemoError} when no model server is on the named port
 */
export async function chooseServer(named: number | undefined, usual = DEFAULT_PORT): Promise<ChosenServer> {
  const port = named ?? usual;
  try {
    const server = await recognise(port);
    return { port, description: describe(server, port), stop: () => Promise.resolve() };
  } catch (error) {
    if (!(error instanceof GenerationError)) throw error;
    if (named !== undefined) throw new DemoError(error.message, { cause: error });
    return await startPractice(usual, error);
  }
}

async function recognise(port: number): Promise<RecognisedServer> {
  const servers = new ModelServers({ limits: () => LIMITS, clock: systemClock, log: nullLog, secrets: nullSecrets });
  const server = await servers.recognise(HOST, port, new AbortController().signal);
  if (server.state === 'loading') throw stillLoading(endpointOf(HOST, port));
  if (server.provider !== 'koboldcpp' && server.model === undefined) {
    throw noModel(endpointOf(HOST, port), server.server);
  }
  return server;
}

async function startPractice(port: number, instead: GenerationError): Promise<ChosenServer> {
  const server = await startPracticeServer({
    port,
    orNextFree: true,
    tokensPerSecond: PRACTICE_TOKENS_PER_SECOND,
  });
  const why = instead.reason === 'unreachable' ? 'no model server answers' : 'no model server that can be used is';
  return {
    port: server.port,
    description:
      `the practice server on port ${server.port}, because ${why} on port ${port}. ` +
      'It is not a language model: it strings words of the prompt together',
    stop: () => server.close(),
  };
}

function describe({ server, model }: RecognisedServer, port: number): string {
  return `${server}${model === undefined ? '' : ` with ${model}`} on port ${port}`;
}
