import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { modelServers } from '../../support/generating';
import { testCertificate, testKey } from '../../support/testCertificate';

/** One request that came through the encryption. */
interface Seen {
  readonly path: string;
  readonly host: string | undefined;
  readonly authorization: string | undefined;
}

describe('an endpoint behind HTTPS', function () {
  this.timeout(30_000);
  let server: Server;
  let port: number;
  let seen: Seen[];

  beforeEach(async () => {
    seen = [];
    server = createServer({ key: testKey, cert: testCertificate }, ({ url = '', headers }, response) => {
      seen.push({ path: url, host: headers.host, authorization: headers.authorization });
      const found = url === '/llm/v1/models';
      response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
      response.end(found ? '{"object":"list","data":[{"id":"remote"}]}' : '{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('is refused before anything is sent, when nobody vouches for its certificate', async () => {
    const asked = modelServers().recognise(`https://127.0.0.1:${port}/v1`, 1, new AbortController().signal);
    await assert.rejects(asked, {
      name: 'GenerationError',
      reason: 'unreachable',
      message: /DEPTH_ZERO_SELF_SIGNED_CERT/,
    });
    assert.deepEqual(seen, []);
  });

  it('is asked below its path, with its own port and its key, when the system trusts it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'https-'));
    try {
      const file = join(folder, 'certificate.pem');
      await writeFile(file, testCertificate);
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--import', 'tsx', 'test/support/askOverHttps.ts', `https://localhost:${port}/llm/v1/`],
        { env: { ...process.env, NODE_EXTRA_CA_CERTS: file } },
      );
      const found = JSON.parse(stdout) as { kind?: string; model?: string };
      assert.deepEqual([found.kind, found.model], ['openai-compatible', 'remote'], stdout);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    assert.ok(seen.length > 1);
    for (const { path, host, authorization } of seen) {
      assert.match(path, /^\/llm\//);
      assert.deepEqual([host, authorization], [`localhost:${port}`, 'Bearer sk-https']);
    }
  });
});
