import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  checkStepSettings,
  parseAnswers,
  parseDescription,
  parseLimit,
  parseRetries,
  parseRetryDelay,
  parseStepName,
} from '../../../../src/extension/domain/workflow/checkStepSettings';
import type { Parsed } from '../../../../src/extension/domain/payload/parsed';
import {
  defaultStepSettings,
  MAX_SECONDS,
  readStepConfiguration,
  type StepConfiguration,
  writeStepConfiguration,
} from '../../../../src/extension/domain/workflow/stepSettings';
import { formatText } from '../../../../src/shared/model/text';

const seconds = fc.double({ min: 0, max: MAX_SECONDS, noNaN: true }).map((value) => Math.abs(value));
const limit = fc.option(seconds);

const plain = { noNullPrototype: true } as const;

const configurations: fc.Arbitrary<StepConfiguration> = fc.record(
  {
    flow: fc.constantFrom('auto', 'append', 'none', null),
    answers: fc.integer({ min: 1, max: 16 }),
    retries: fc.integer({ min: 0, max: 100 }),
    retryDelay: seconds,
    limits: fc.record({ connect: limit, firstByte: limit, silence: limit }, plain),
    onFailure: fc.constantFrom('stop', 'continue', 'default'),
    defaultText: fc.string(),
  },
  plain,
);

function result<T>(parsed: Parsed<T>): T | string {
  return parsed.ok ? parsed.value : formatText(parsed.problem);
}

describe('the settings of a step', () => {
  it('are read as they were written, whatever they are', () => {
    fc.assert(
      fc.property(configurations, (configuration) => {
        const written = JSON.stringify(writeStepConfiguration(configuration));
        assert.deepEqual(readStepConfiguration(JSON.parse(written) as Record<string, unknown>), configuration);
        checkStepSettings(configuration);
      }),
    );
  });

  it('become settings that pass the check, whatever is read', () => {
    const keys = fc.constantFrom('flow', 'answers', 'retries', 'retryDelay', 'limits', 'onFailure', 'defaultText');
    fc.assert(
      fc.property(fc.dictionary(keys, fc.anything()), (fields) => {
        checkStepSettings(readStepConfiguration(fields));
      }),
    );
    assert.deepEqual({ ...defaultStepSettings, ...readStepConfiguration({}) }, defaultStepSettings);
  });

  it('take 0 for a value', () => {
    assert.deepEqual([result(parseRetries('0')), result(parseRetryDelay('0')), result(parseLimit('0'))], [0, 0, 0]);
    assert.match(String(result(parseAnswers('0'))), /from 1 to 16/);
  });

  it('take a decimal comma, blanks around, and nothing for the setting of the extension', () => {
    assert.deepEqual(
      [result(parseRetryDelay(' 1,5 ')), result(parseLimit('.5')), result(parseLimit(' '))],
      [1.5, 0.5, null],
    );
    assert.deepEqual([result(parseStepName(' ')), result(parseStepName(' Draft '))], [null, 'Draft']);
  });

  it('say the range of what they refuse', () => {
    for (const typed of ['', '-1', '1e3', '17', 'two', '1.5']) {
      assert.match(String(result(parseAnswers(typed))), /whole number from 1 to 16/, typed);
    }
    for (const typed of ['', '-1', '101', '0x1']) {
      assert.match(String(result(parseRetries(typed))), /from 0 to 100/, typed);
    }
    for (const typed of ['-1', '86401', 'soon', 'NaN', 'Infinity']) {
      assert.match(String(result(parseLimit(typed))), /from 0 to 86400; 0 is no limit/, typed);
    }
    assert.match(String(result(parseStepName('a{b'))), /braces/);
    assert.match(result(parseDescription('x'.repeat(10_001))), /at most 10000/);
  });
});
