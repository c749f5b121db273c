import assert from 'node:assert/strict';
import { addressOf, endpointOf, hostHeader } from '../../../src/extension/llm/endpoint';

describe('endpointOf', () => {
  it('takes a name or an address as it is', () => {
    assert.deepEqual(endpointOf(' box.lan ', 5001), {
      secure: false,
      host: 'box.lan',
      port: 5001,
      basePath: '',
      label: 'box.lan:5001',
    });
  });

  it('names an IPv6 address in brackets and asks for it without', () => {
    for (const written of ['::1', '[::1]', 'http://[::1]/']) {
      const { host, label } = endpointOf(written, 80);
      assert.deepEqual([host, label], ['::1', '[::1]:80']);
    }
  });

  it('takes the scheme and the path of a written address', () => {
    const { secure, host, basePath } = endpointOf('HTTPS://models.example.org/llm/', 443);
    assert.deepEqual([secure, host, basePath], [true, 'models.example.org', '/llm']);
  });

  it('lets the port of a URL count, and drops the /v1 that every path brings along', () => {
    const { port, basePath, label } = endpointOf('https://models.example.org:8443/llm/v1/', 5001);
    assert.deepEqual([port, basePath, label], [8443, '/llm', 'models.example.org:8443']);
    assert.equal(endpointOf('http://box', 5001).port, 80);
  });

  it('names the port in the header only where it is not that of the scheme', () => {
    const header = (host: string, port: number): string => hostHeader(endpointOf(host, port));
    assert.equal(header('https://example.org/v1', 5001), 'example.org');
    assert.equal(header('https://example.org:80', 5001), 'example.org:80');
    assert.equal(header('::1', 80), '[::1]');
    assert.equal(header('box', 443), 'box:443');
  });

  it('gives back the address that it was made of', () => {
    for (const [host, port] of [
      ['box.lan', 5001],
      ['::1', 8080],
      ['https://example.org', 443],
      ['https://example.org:8443/llm', 8443],
      ['http://box/llm', 80],
    ] as const) {
      assert.deepEqual(addressOf(endpointOf(host, port)), { host, port });
    }
  });
});
