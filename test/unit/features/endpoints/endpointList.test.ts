import assert from 'node:assert/strict';
import fc from 'fast-check';
import { wellKnownPorts } from '../../../../src/extension/domain/payload/wellKnownPorts';
import { listEndpoints } from '../../../../src/extension/features/endpoints/endpointList';
import { readManifest } from '../../../contract/manifest';

const HOST = '127.0.0.1';

describe('the list of endpoints', () => {
  it('has the setting first, in its order, then what only payloads name, each place once', () => {
    const { endpoints, invalid } = listEndpoints(
      ['gpu.lan:8080', '127.0.0.1:5001', 'http://GPU.lan:8080/v1/'],
      [
        { name: 'A', host: null, port: 5001 },
        { name: 'B', host: 'https://example.org/v1', port: 5001 },
        { name: 'C', host: null, port: 5001 },
        { name: 'D', host: null, port: 6000 },
      ],
      HOST,
    );
    assert.deepEqual(
      endpoints.map(({ address: { host, port }, isListed, payloads }) => [host, port, isListed, payloads.join()]),
      [
        ['gpu.lan', 8080, true, ''],
        ['127.0.0.1', 5001, true, 'A,C'],
        ['https://example.org', 443, false, 'B'],
        ['127.0.0.1', 6000, false, 'D'],
      ],
    );
    assert.deepEqual(invalid, []);
  });

  it('follows the setting for the host of payloads that name none', () => {
    const { endpoints } = listEndpoints([], [{ name: 'A', host: null, port: 5001 }], 'https://box.lan/v1');
    assert.deepEqual(endpoints[0]?.address, { host: 'https://box.lan', port: 443 });
  });

  it('keeps entries that are no address apart, whatever somebody wrote into the settings', () => {
    const { endpoints, invalid } = listEndpoints(['nowhere', 7, null, '127.0.0.1:1', 'nowhere'], [], HOST);
    assert.equal(endpoints.length, 1);
    assert.deepEqual(invalid, ['nowhere', '7', 'null']);
    fc.assert(
      fc.property(fc.anything(), (setting) => {
        assert.doesNotThrow(() => listEndpoints(setting, [], HOST));
      }),
    );
  });

  it('is at first the usual ports of this machine', () => {
    const setting = readManifest().contributes.configuration.properties['llmOrchestrator.endpoints'];
    assert.deepEqual(
      setting?.default,
      wellKnownPorts.map(({ port }) => `127.0.0.1:${String(port)}`),
    );
  });
});
