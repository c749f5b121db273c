import assert from 'node:assert/strict';
import { endpointSecretName, parseAccessKey } from '../../../src/extension/domain/payload/endpointSecret';
import type { Log } from '../../../src/extension/platform/ports/log';
import { ModelServers } from '../../../src/extension/llm/modelServers';
import { generating, settingsFor } from '../../support/generating';
import { startScriptedServer, type Script, type ScriptedServer } from '../../support/scriptedServer';
import {
  chatEvents,
  koboldIdentity,
  koboldPerf,
  koboldStream,
  llamaError,
  llamaStream,
} from '../../support/serverExchanges';
import { llamaProperties } from '../../support/serverIdentities';

const KEY = 'sk-very-secret-0123456789';

describe('the access key of an endpoint', () => {
  const opened: ScriptedServer[] = [];
  const logged: string[] = [];
  const kept = new Map<string, string>();

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((server) => server.close()));
    logged.length = 0;
    kept.clear();
  });

  async function start(scripts: Readonly<Record<string, Script>>): Promise<ScriptedServer> {
    const server = await startScriptedServer(scripts);
    opened.push(server);
    return server;
  }

  function servers(): ModelServers {
    const note = (message: string | Error): void => void logged.push(String(message));
    const log: Log = { trace: note, info: note, warn: note, error: note };
    const clock = { now: () => Date.now(), after: () => ({ dispose: () => undefined }) };
    return new ModelServers({
      limits: () => ({ connect: 5000, silence: 5000 }),
      clock,
      log,
      secrets: { get: (name) => Promise.resolve(kept.get(name)) },
    });
  }

  function keep(port: number, key = KEY): void {
    kept.set(endpointSecretName({ host: '127.0.0.1', port }), key);
  }

  it('goes with every request to that endpoint: questions, text and the abort', async () => {
    const server = await start({
      ...koboldIdentity(),
      '/api/extra/generate/stream': koboldStream(['a']),
      '/api/extra/perf': koboldPerf(),
    });
    keep(server.port);
    const { text } = await generating({ settings: settingsFor(server.port), servers: servers() });
    assert.equal(text, 'a');
    assert.ok(server.requests.length >= 4);
    for (const { path, headers } of server.requests) {
      assert.equal(headers.get('authorization'), `Bearer ${KEY}`, path);
    }
  });

  it('goes nowhere else: not to another port, and not where a redirection points', async () => {
    const other = await start({});
    const moved = `HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:${other.port}/v1/chat/completions\r\nContent-Length: 0\r\n\r\n`;
    const server = await start({
      ...llamaProperties('', [false]),
      '/v1/chat/completions': moved,
      '/completion': moved,
    });
    keep(server.port);
    const { error } = await generating({
      settings: settingsFor(server.port, { modelFormat: 'auto' }),
      servers: servers(),
    });
    assert.equal(error?.reason, 'http');
    const redirected = [...other.requests];
    assert.deepEqual(redirected, []);
    await generating({ settings: settingsFor(other.port), servers: servers() });
    assert.ok(other.requests.length > 0);
    assert.ok(other.requests.every(({ headers }) => !headers.has('authorization')));
  });

  it('is never in a log, a sentence or what is told of the request', async () => {
    const refused = llamaError(401, 'authentication_error', `Invalid API Key ${KEY}`);
    const server = await start({
      ...llamaProperties('', [false]),
      '/v1/chat/completions': refused,
      '/completion': refused,
    });
    keep(server.port);
    const { error, starts } = await generating({ settings: settingsFor(server.port), servers: servers() });
    assert.equal(error?.reason, 'unauthorized');
    assert.match(error.message, /refuses the access key that is kept for it.*"Set Key"/);
    assert.deepEqual(error.endpoint, { host: '127.0.0.1', port: server.port });
    assert.ok(!JSON.stringify([error.text, error.message, starts, logged]).includes(KEY));
  });

  it('is asked for where there is none', async () => {
    const locked = llamaError(401, 'authentication_error', 'Invalid API Key');
    const server = await start({
      ...llamaProperties('', [false]),
      '/v1/chat/completions': locked,
      '/completion': locked,
    });
    const { error } = await generating({ settings: settingsFor(server.port), servers: servers() });
    assert.match(String(error?.message), /asks for an access key\. Set it with the command "Set Key"/);
  });

  it('that cannot be read is as if there were none', async () => {
    const server = await start({
      ...llamaProperties('', [false]),
      '/v1/chat/completions': llamaStream(chatEvents(['hi'])),
    });
    const broken = new ModelServers({
      limits: () => ({ connect: 5000, silence: 5000 }),
      clock: { now: () => 0, after: () => ({ dispose: () => undefined }) },
      log: {
        trace: () => undefined,
        info: () => undefined,
        warn: (line) => void logged.push(line),
        error: () => undefined,
      },
      secrets: { get: () => Promise.reject(new Error('no keyring')) },
    });
    await broken.recognise('127.0.0.1', server.port, new AbortController().signal);
    assert.deepEqual(logged, ['The key of an endpoint cannot be read: Error: no keyring']);
  });

  it('is taken as it is pasted, when a header can hold it', () => {
    assert.deepEqual(parseAccessKey(`  Bearer ${KEY}\n`), { ok: true, value: KEY });
    for (const wrong of ['', '  ', 'two words', 'ключ', 'a\r\nX-Evil: 1', 'x'.repeat(9000)]) {
      assert.equal(parseAccessKey(wrong).ok, false, wrong.slice(0, 20));
    }
  });
});
