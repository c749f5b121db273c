import assert from 'node:assert/strict';
import { endpointOf } from '../../../src/extension/llm/endpoint';

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
});
