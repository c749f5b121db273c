import assert from 'node:assert/strict';
import type { ProviderId } from '../../../src/shared/model/payload';
import { ProviderSuite } from '../../support/providerSuite';
import type { Script } from '../../support/scriptedServer';
import { koboldJson, llamaError, llamaJson } from '../../support/serverExchanges';

const PARSE = '[json.exception.parse_error.101] parse error at line 1, column 16: syntax error while parsing value';
const TYPE = "Field 'max_tokens': [json.exception.type_error.302] type must be number, but is string";

/** Every shape of error that servers were seen to send, whoever sends it: a gateway may speak for another server. */
const BODIES: readonly (readonly [what: string, answer: Script, reason: string, sentence: RegExp])[] = [
  ['malformed JSON (llama-server)', llamaError(500, 'server_error', PARSE), 'http', /500.*parse error at line 1/],
  ['missing messages', llamaError(400, 'invalid_request_error', "'messages' is required"), 'http', /400.*is required/],
  ['a wrong type', llamaError(400, 'invalid_request_error', TYPE), 'http', /type must be number/],
  [
    'a prompt beyond the context (llama-server)',
    llamaError(400, 'exceed_context_size_error', 'exceeds', { n_prompt_tokens: 1202, n_ctx: 512 }),
    'context-exceeded',
    /has 1202 tokens.*room for 512/,
  ],
  [
    'a prompt beyond the context (vLLM before 0.10)',
    llamaJson(
      { object: 'error', message: "This model's maximum context length is 512 tokens.", type: 'BadRequestError' },
      '400 Bad Request',
    ),
    'context-exceeded',
    /too long.*maximum context length is 512/,
  ],
  [
    'a prompt beyond the context (LM Studio)',
    llamaJson({ error: 'Trying to keep the first 900 tokens when context the overflows.' }, '400 Bad Request'),
    'context-exceeded',
    /too long.*first 900 tokens/,
  ],
  ['an image', llamaError(500, 'server_error', 'image input is not supported - hint: x'), 'http', /image input is not/],
  ['an unknown path', llamaError(404, 'not_found_error', 'File Not Found'), 'http', /404.*File Not Found/],
  [
    'a function that is off',
    llamaError(501, 'not_supported_error', 'This server does not support embeddings. Start it with `--embeddings`'),
    'http',
    /501.*Start it with `--embeddings`/,
  ],
  ['a wrong key', llamaError(401, 'authentication_error', 'Invalid API Key'), 'unauthorized', /access key/],
  ['a wrong key, forbidden', llamaJson({ detail: 'Forbidden' }, '403 Forbidden'), 'unauthorized', /access key/],
  ['a model that loads', llamaError(503, 'unavailable_error', 'Loading model'), 'busy', /still loads its model/],
  ['a server of vLLM that is full', llamaError(503, 'ServiceUnavailableError', 'Overloaded'), 'busy', /no room/],
  ['a word for "full" with another status', llamaError(500, 'overloaded_error', 'Try later'), 'busy', /500: Try later/],
  ['too many requests', 'HTTP/1.1 429 No\r\nConnection: close\r\n\r\n', 'busy', /status 429: —/],
  [
    'malformed JSON (KoboldCpp)',
    koboldJson({ detail: { msg: 'Error parsing input.', type: 'bad_input' } }, '500 Internal Server Error'),
    'http',
    /500.*Error parsing input/,
  ],
  [
    'a busy KoboldCpp',
    koboldJson({ detail: { msg: 'Server is busy; please try again later.', type: 'service_unavailable' } }, '503 No'),
    'busy',
    /no room.*Server is busy/,
  ],
  [
    'a busy KoboldCpp behind a gateway',
    koboldJson({ detail: { msg: 'Please wait.', type: 'service_unavailable' } }, '500 No'),
    'busy',
    /no room.*Please wait/,
  ],
  [
    'a wrong key of KoboldCpp',
    koboldJson({ detail: { error: 'Unauthorized', msg: 'Key is missing.', type: 'unauthorized' } }, '401 No'),
    'unauthorized',
    /access key/,
  ],
  [
    'a page of KoboldCpp',
    'HTTP/1.0 404 Not Found\r\ncontent-type: text/html\r\n\r\nError: KoboldCpp HTTP Server is running, but this endpoint does not exist.<br><a href="/api">[Read]</a>',
    'http',
    /404.*this endpoint does not exist\. \[Read\]/,
  ],
  ['an empty body', 'HTTP/1.0 404 Not Found\r\ncontent-type: text/html\r\n\r\n', 'http', /404.*gave no reason/],
  [
    "a page of Python's server",
    'HTTP/1.0 501 Unsupported\r\nConnection: close\r\n\r\n<!DOCTYPE HTML><html><head><title>Error response</title></head><p>Error code: 501</p></html>',
    'http',
    /501.*Error response Error code: 501/,
  ],
  ['a model that Ollama has not', llamaJson({ error: "model 'x' not found" }, '404 No'), 'http', /model 'x' not found/],
  ['a busy Ollama', llamaJson({ error: 'server busy, please try again.' }, '503 No'), 'busy', /no room.*server busy/],
  ['an error of FastAPI', llamaJson({ detail: 'Not Found' }, '404 Not Found'), 'http', /404.*Not Found/],
  ['null with 200', koboldJson(null), 'protocol', /expected/],
  ['an unknown path with 200 (LM Studio)', llamaJson({ error: 'Unexpected endpoint or method.' }), '', /Unexpected/],
];

const PROVIDERS: readonly (readonly [ProviderId, path: string])[] = [
  ['koboldcpp', '/api/extra/generate/stream'],
  ['llamacpp', '/completion'],
  ['ollama', '/api/generate'],
  ['openai', '/v1/completions'],
];

for (const [provider, path] of PROVIDERS) {
  describe(`an error in place of the answer, asked as ${provider}`, () => {
    const suite = new ProviderSuite(() => ({}), path, { provider, modelFormat: 'raw', model: 'tiny' });
    for (const [what, answer, reason, sentence] of BODIES) {
      it(`explains ${what}`, async () => {
        await suite.start(answer);
        const { error } = await suite.ask();
        // An error with the status 200 is one of the answer to Ollama's protocol, where it may stand in any line.
        assert.equal(error?.reason, reason === '' ? (provider === 'ollama' ? 'ended-early' : 'http') : reason);
        assert.match(error.message, sentence);
        assert.ok(error.message.includes(`127.0.0.1:${String(suite.server.port)}`), 'it names host and port');
      });
    }
  });
}
