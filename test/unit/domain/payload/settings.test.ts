import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InvalidInputError } from '../../../../src/extension/domain/ports/invalidInputError';
import type { Parsed } from '../../../../src/extension/domain/payload/parsed';
import {
  checkSettings,
  defaultSettings,
  parseHost,
  parseModelFormat,
  parsePort,
  parseResponseLength,
  parseTemperature,
} from '../../../../src/extension/domain/payload/settings';
import type { PayloadSettings } from '../../../../src/shared/model/payload';
import { formatText } from '../../../../src/shared/model/text';

/** The value, or the sentence in English. */
function outcome<T>(parsed: Parsed<T>): T | string {
  return parsed.ok ? parsed.value : formatText(parsed.problem);
}

function refusesAll<T>(parse: (typed: string) => Parsed<T>, typed: readonly string[], pattern: RegExp): void {
  for (const one of typed) {
    const parsed = parse(one);
    assert.equal(parsed.ok, false, one);
    assert.match(String(outcome(parsed)), pattern);
  }
}

describe('what a person types', () => {
  it('is a temperature from 0 to 5, with point or comma', () => {
    for (const [typed, value] of [
      ['0', 0],
      ['0.0', 0],
      [' 0,7 ', 0.7],
      ['.5', 0.5],
      ['1.', 1],
      ['5', 5],
    ] as const) {
      assert.equal(outcome(parseTemperature(typed)), value);
    }
    refusesAll(
      parseTemperature,
      ['', ' ', '-0.1', '5.1', '1e0', 'NaN', 'Infinity', '0x1', '1 000', '1.2.3', ',', '.'],
      /from 0 to 5/,
    );
  });

  it('is a whole number of tokens, at least one', () => {
    assert.equal(outcome(parseResponseLength(' 512 ')), 512);
    assert.equal(outcome(parseResponseLength('1000000')), 1_000_000);
    refusesAll(parseResponseLength, ['', '0', '-1', '1.5', '1000001', '1e3', 'many'], /from 1 to 1000000/);
  });

  it('is a port', () => {
    assert.equal(outcome(parsePort('1')), 1);
    assert.equal(outcome(parsePort('65535')), 65_535);
    refusesAll(parsePort, ['', '0', '65536', '-1', '80.5', 'http'], /from 1 to 65535/);
  });

  it('is a host, or nothing for the setting', () => {
    assert.equal(outcome(parseHost('  ')), null);
    for (const host of [
      'localhost',
      '127.0.0.1',
      'gpu-box.local',
      'my_pc',
      'müller.example',
      '::1',
      'fe80::1%eth0',
      '2001:db8:0:0:0:0:0:1',
      '::ffff:10.0.0.1',
      '::',
    ]) {
      assert.equal(outcome(parseHost(` ${host} `)), host);
      assert.doesNotThrow(() => {
        checkSettings({ host });
      });
    }
    assert.equal(outcome(parseHost('[::1]')), '::1');
  });

  it('that is more than a host is told what to write instead', () => {
    for (const [typed, host] of [
      ['ftp://localhost:5001/api', 'localhost'],
      ['https://user:pw@gpu.local', 'gpu.local'],
      ['https://gpu.local/v1?key=1', 'gpu.local'],
      ['192.168.1.5:5001', '192.168.1.5'],
      ['localhost/', 'localhost'],
      ['[::1]:5001', '::1'],
    ] as const) {
      assert.ok(String(outcome(parseHost(typed))).startsWith(`Write only the host, such as ${host}, or`), typed);
    }
  });

  it('is a URL base as well, with a port and path of its own', () => {
    for (const url of [
      'https://example.org/v1',
      'http://localhost:5001/api',
      'http://[fe80::1]/v1',
      'HTTPS://GPU.local',
    ]) {
      assert.equal(outcome(parseHost(` ${url} `)), url);
      assert.doesNotThrow(() => {
        checkSettings({ host: url });
      });
    }
    assert.throws(() => {
      checkSettings({ host: 'https://user:pw@example.org' });
    }, InvalidInputError);
  });

  it('that is no host at all is refused with an example', () => {
    const wrong = [
      'my host',
      '256.1.1.1',
      '1.2.3',
      'a..b',
      '-a',
      'a-',
      '.',
      ':',
      ':::',
      '1::2::3',
      '12345::',
      '[localhost',
      '::1%',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '1.2.3.4::',
      'x'.repeat(64),
      'http://',
      'a\nb',
    ];
    refusesAll(parseHost, wrong, /no host name or address.*127\.0\.0\.1/s);
  });

  it('is a model format, capitals or not', () => {
    assert.equal(outcome(parseModelFormat(' ChatML ')), 'chatml');
    assert.equal(outcome(parseModelFormat('llama_chat')), 'llama_chat');
    refusesAll(parseModelFormat, ['', 'chat ml'], /no model format/);
  });

  it('never makes a parser throw, and what is accepted passes the check', () => {
    const typed = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('0', '1', '255', '.', ',', ':', '[', ']', '%', '-', 'a', 'f', '/', '@') }),
    );
    fc.assert(
      fc.property(typed, (one) => {
        const temperature = parseTemperature(one);
        const host = parseHost(one);
        const port = parsePort(one);
        checkSettings({
          ...(temperature.ok && { temperature: temperature.value }),
          ...(host.ok && { host: host.value }),
          ...(port.ok && { port: port.value }),
        });
      }),
      { numRuns: 500 },
    );
  });
});

describe('settings', () => {
  it('are those of the seed schema at first, and pass', () => {
    const { temperature, responseLength, port, modelFormat, flow } = defaultSettings;
    assert.deepEqual([temperature, responseLength, port, modelFormat, flow], [0.6, 1000, 5001, 'default', 'auto']);
    checkSettings(defaultSettings);
    checkSettings({});
    checkSettings({ temperature: 0 });
  });

  it('are refused when they are out of range or no numbers', () => {
    const wrong: Partial<PayloadSettings>[] = [
      { temperature: Number.NaN },
      { temperature: Number.POSITIVE_INFINITY },
      { temperature: -0.1 },
      { temperature: 5.01 },
      { responseLength: 0 },
      { responseLength: 1.5 },
      { responseLength: 1_000_001 },
      { port: 0 },
      { port: 65_536 },
      { port: Number.NaN },
      { host: '' },
      { host: 'ftp://localhost' },
      { host: '[::1]' },
      { modelFormat: 'unheard of' },
      { model: ' ' },
      { parameters: { topP: 1.1 } },
      { parameters: { minP: -0.1 } },
      { parameters: { topK: 0.5 } },
      { parameters: { repeatPenalty: Number.NaN } },
      { parameters: { seed: 1.5 } },
      { parameters: { stop: ['###', ''] } },
    ];
    for (const patch of wrong) {
      assert.throws(
        () => {
          checkSettings(patch);
        },
        InvalidInputError,
        JSON.stringify(patch),
      );
    }
    checkSettings({ parameters: { topP: 1, minP: 0, topK: 0, repeatPenalty: 1.1, seed: -1, stop: ['###'] } });
  });
});
