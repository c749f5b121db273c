import { request } from 'node:http';

/** When things happened, in milliseconds after the request was begun. */
export interface Times {
  readonly first: number;
  readonly whole: number;
}

/** Sends what our engine sends to KoboldCpp by nothing but `node:http`, and reads the answer to its end. */
export function askBare(port: number, body: string): Promise<Times> {
  const begin = performance.now();
  let first: number | undefined;
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    // A connection for each request, as our engine has it and KoboldCpp wants it.
    const options = {
      host: '127.0.0.1',
      port,
      method: 'POST',
      path: '/api/extra/generate/stream',
      headers,
      agent: false as const,
    };
    const asked = request(options, (answer) => {
      answer.setEncoding('utf8');
      answer.on('data', (text: string) => {
        if (first === undefined && text.includes('"token"')) first = performance.now() - begin;
      });
      answer.on('end', () => {
        resolve({ first: first ?? NaN, whole: performance.now() - begin });
      });
      answer.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** The body of a request for so many tokens. */
export function bodyFor(prompt: string, tokens: number): string {
  return JSON.stringify({ prompt, max_length: tokens, temperature: 0.6, trim_stop: true, genkey: 'BARE' });
}
