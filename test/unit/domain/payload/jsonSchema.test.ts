import assert from 'node:assert/strict';
import { isJsonSchema, parseJsonSchema } from '../../../../src/extension/domain/payload/jsonSchema';
import { checkSettings } from '../../../../src/extension/domain/payload/settings';
import { formatText } from '../../../../src/shared/model/text';

describe('a JSON schema that a person types', () => {
  it('is a JSON object, kept as it was typed, or nothing', () => {
    assert.deepEqual(parseJsonSchema(' {"type":\n "object"} \n'), { ok: true, value: '{"type":\n "object"}' });
    assert.deepEqual(parseJsonSchema(' \n'), { ok: true, value: undefined });
    assert.ok(isJsonSchema('{}'));
  });

  for (const typed of ['{', 'null', '[]', '"object"', 'true', "{'type': 'object'}", '5']) {
    it(`is not ${typed}`, () => {
      const parsed = parseJsonSchema(typed);
      assert.ok(!parsed.ok);
      assert.match(formatText(parsed.problem), /is a JSON object such as \{"type"/);
      assert.throws(() => {
        checkSettings({ parameters: { jsonSchema: typed } });
      }, /is a JSON object/);
    });
  }
});
