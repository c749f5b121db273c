/**
 * Recognises the server at the URL that is the first argument and prints what was found, or why nothing was, as JSON. A
 * process of its own, because Node reads `NODE_EXTRA_CA_CERTS` only when it starts.
 */
import { GenerationError } from '../../src/extension/domain/ports/modelServer';
import { endpointSecretName } from '../../src/extension/domain/payload/endpointSecret';
import { modelServers } from './generating';

async function main(host: string): Promise<void> {
  const kept = new Map([[endpointSecretName({ host, port: 1 }), 'sk-https']]);
  const servers = modelServers({ connect: 5000, silence: 5000 }, { get: (name) => Promise.resolve(kept.get(name)) });
  try {
    console.log(JSON.stringify(await servers.recognise(host, 1, new AbortController().signal)));
  } catch (error) {
    console.log(
      JSON.stringify({
        reason: error instanceof GenerationError ? error.reason : String(error),
        message: String(error),
      }),
    );
  }
}

void main(process.argv[2] ?? ''); // whatever it throws ends the process with an error
