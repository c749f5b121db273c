import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseBaseUrl } from '../../../../src/extension/domain/payload/baseUrl';
import {
  canonicalAddress,
  endpointKey,
  formatEndpoint,
  isLoopback,
  isOpenOnTheWay,
  parseEndpoint,
} from '../../../../src/extension/domain/payload/endpointAddress';
import { formatText } from '../../../../src/shared/model/text';

describe('parseBaseUrl', () => {
  it('reads scheme, host, port and path, and drops /v1 and slashes at the end', () => {
    assert.deepEqual(parseBaseUrl(' HTTPS://Models.Example.org/llm/v1/ '), {
      secure: true,
      host: 'models.example.org',
      port: 443,
      path: '/llm',
    });
    assert.deepEqual(parseBaseUrl('http://[::1]:8080'), { secure: false, host: '::1', port: 8080, path: '' });
    for (const url of ['http://box', 'http://box/', 'http://box/v1', 'http://box:80/v1//']) {
      assert.deepEqual(parseBaseUrl(url), { secure: false, host: 'box', port: 80, path: '' }, url);
    }
    assert.equal(parseBaseUrl('http://box/v1/llm')?.path, '/v1/llm');
    assert.equal(parseBaseUrl('http://box/av1')?.path, '/av1');
  });

  it('takes nothing that is not the base of a URL', () => {
    for (const wrong of [
      '',
      'box',
      'box:80',
      'ftp://box',
      'http://',
      'http:///v1',
      'http://user@box',
      'http://user:pw@box/v1',
      'http://box?x=1',
      'http://box/v1#x',
      'http://box:0',
      'http://box:65536',
      'http://box:',
      'http://a b/',
      'http://box/ä',
      'http://box/a b',
      'http://::1/',
      'http://[box]/',
      'http://box/v1\r\nX-Evil: 1',
    ]) {
      assert.equal(parseBaseUrl(wrong), undefined, wrong);
    }
  });

  it('never throws, and gives only what a request can be made of', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.string().map((rest) => `http://${rest}`),
        ),
        (written) => {
          const url = parseBaseUrl(written);
          if (url) {
            assert.match(url.path, /^(\/.*[^/])?$/);
            assert.doesNotThrow(
              () =>
                new URL(`http://${url.host.includes(':') ? `[${url.host.replace(/%.*/, '')}]` : url.host}:${url.port}`),
            );
          }
        },
      ),
    );
  });
});

describe('an address of an endpoint', () => {
  it('has one canonical form and one key for all ways to write it', () => {
    const same = [
      { host: 'box.lan', port: 5001 },
      { host: ' Box.LAN ', port: 5001 },
      { host: 'http://box.lan:5001', port: 1 },
      { host: 'HTTP://BOX.lan:5001/v1/', port: 2 },
    ];
    for (const address of same) {
      assert.deepEqual(canonicalAddress(address), { host: 'box.lan', port: 5001 });
      assert.equal(endpointKey(address), 'http://box.lan:5001');
    }
    assert.deepEqual(canonicalAddress({ host: 'https://h/v1', port: 5001 }), { host: 'https://h', port: 443 });
    assert.equal(endpointKey({ host: 'https://h/llm/v1', port: 5001 }), 'https://h:443/llm');
    assert.equal(endpointKey({ host: '[::1]', port: 5001 }), 'http://[::1]:5001');
  });

  it('tells places apart that a key must not be shared between', () => {
    const keys = ['https://h', 'http://h', 'https://h:8443', 'https://h/a', 'https://g', 'http://h:443'].map((host) =>
      endpointKey({ host, port: 443 }),
    );
    assert.equal(new Set(keys).size, keys.length);
  });

  it('is read from what people write', () => {
    const read = (typed: string): unknown => {
      const parsed = parseEndpoint(typed);
      return parsed.ok ? parsed.value : formatText(parsed.problem);
    };
    assert.deepEqual(read('5001'), { host: '127.0.0.1', port: 5001 });
    assert.deepEqual(read(' gpu.lan:8080 '), { host: 'gpu.lan', port: 8080 });
    assert.deepEqual(read('[::1]:8080'), { host: '::1', port: 8080 });
    assert.deepEqual(read('http://gpu.lan'), { host: 'gpu.lan', port: 80 });
    assert.deepEqual(read('https://example.org/v1'), { host: 'https://example.org', port: 443 });
    for (const wrong of ['', 'gpu.lan', 'gpu.lan:', 'gpu.lan:0', 'gpu.lan:65536', '::1:80', 'https://u:p@h', 'a b:1']) {
      assert.match(String(read(wrong)), /is no address of a server/, wrong);
    }
  });

  it('is read back from how it is shown', () => {
    const hosts = fc.constantFrom(
      '127.0.0.1',
      'gpu.lan',
      '::1',
      'https://h/a',
      'https://h:8443',
      'http://h/a/v1',
      'http://h',
    );
    fc.assert(
      fc.property(hosts, fc.integer({ min: 1, max: 65_535 }), (host, port) => {
        const address = canonicalAddress({ host, port });
        assert.deepEqual(parseEndpoint(formatEndpoint({ host, port })), { ok: true, value: address });
        assert.deepEqual(canonicalAddress(address), address);
      }),
    );
  });

  it('says whether it is this machine and whether others can read on the way', () => {
    const of = (typed: string): readonly boolean[] => {
      const parsed = parseEndpoint(typed);
      assert.ok(parsed.ok, typed);
      return [isLoopback(parsed.value), isOpenOnTheWay(parsed.value)];
    };
    assert.deepEqual(of('127.0.0.1:1'), [true, false]);
    assert.deepEqual(of('localhost:1'), [true, false]);
    assert.deepEqual(of('[::1]:1'), [true, false]);
    assert.deepEqual(of('https://localhost/v1'), [true, false]);
    assert.deepEqual(of('192.168.0.2:1'), [false, true]);
    assert.deepEqual(of('http://h/a'), [false, true]);
    assert.deepEqual(of('https://h/a'), [false, false]);
    assert.deepEqual(of('127.evil.org:1'), [false, true]);
  });
});
