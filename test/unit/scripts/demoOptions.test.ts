import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { OptionsError, parseOptions, type DemoOptions } from '../../../scripts/demo/options.mjs';

const FOLDER = resolve('/some/where');

function parse(...args: readonly string[]): DemoOptions {
  return parseOptions(args, {}, FOLDER);
}

function refusal(args: readonly string[], environment: Readonly<Record<string, string>> = {}): string {
  try {
    parseOptions(args, environment, FOLDER);
  } catch (error) {
    if (error instanceof OptionsError) return error.message;
    throw error;
  }
  return assert.fail(`"${args.join(' ')}" was accepted`);
}

describe('The options of the demo', () => {
  it('are all absent when nothing is written', () => {
    assert.deepEqual(parse(), { help: false, open: false, port: undefined, workspace: undefined });
  });

  it('are read in any order, with their values after a space or an equals sign', () => {
    const expected = { help: false, open: true, port: 8080, workspace: resolve(FOLDER, 'a b') };
    assert.deepEqual(parse('--open', '--port', '8080', '--workspace', 'a b'), expected);
    assert.deepEqual(parse('--workspace=a b', '--port=8080', '--open'), expected);
  });

  it('ask for help in two ways', () => {
    assert.equal(parse('--help').help, true);
    assert.equal(parse('-h').help, true);
  });

  it('keep an equals sign in the name of a folder', () => {
    assert.equal(parse('--workspace=a=b').workspace, resolve(FOLDER, 'a=b'));
  });

  it('name a folder relative to where npm was called', () => {
    const from = resolve('/called/from');
    assert.equal(parseOptions(['--workspace', 'x'], { INIT_CWD: from }, FOLDER).workspace, resolve(from, 'x'));
    assert.equal(parse('--workspace', resolve('/absolute')).workspace, resolve('/absolute'));
  });

  it('take every port that exists, and no other number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 200_000 }), (number) => {
        if (number >= 1 && number <= 65_535) assert.equal(parse('--port', String(number)).port, number);
        else assert.match(refusal(['--port', String(number)]), /is not a port: --port takes a whole number/);
      }),
    );
  });

  for (const text of ['abc', '80.5', '1e3', '0x50', '5001x', ' 5001', '٣']) {
    it(`do not take "${text}" for a port`, () => {
      assert.match(refusal(['--port', text]), /is not a port/);
    });
  }

  it('miss a value where another option or nothing follows', () => {
    assert.match(refusal(['--port']), /--port needs a value, such as/);
    assert.match(refusal(['--port=']), /--port needs a value, such as/);
    assert.match(refusal(['--port', '--open']), /--port needs a value, such as/);
    assert.match(refusal(['--workspace']), /--workspace needs a value, such as/);
    assert.match(refusal(['--workspace=']), /--workspace needs a value, such as/);
    assert.match(refusal(['--workspace', ' ']), /--workspace needs a value, such as/);
  });

  it('refuse a value where none belongs', () => {
    assert.equal(refusal(['--open=yes']), '--open takes no value, but "yes" was given.');
  });

  it('name those that exist when one does not', () => {
    assert.equal(
      refusal(['--prot=5001']),
      '"--prot=5001" is not an option. There are --open, --port, --workspace and --help.',
    );
  });

  it('tell how to write them when npm took them for its own', () => {
    assert.match(refusal(['5001'], { npm_config_port: 'true' }), /npm run demo -- --port 5001/);
    assert.match(refusal([], { npm_config_open: 'true' }), /npm run demo -- --open/);
    assert.match(refusal([], { npm_config_port: 'true' }), /npm run demo -- --port/);
  });

  it('are either read or refused with a sentence, whatever is written', () => {
    const word = fc.oneof(fc.constantFrom('--open', '--port', '--workspace', '--help', '--port=', '7'), fc.string());
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (args) => {
        try {
          parse(...args);
        } catch (error) {
          assert.ok(error instanceof OptionsError, String(error));
          assert.match(error.message, /\.$/);
        }
      }),
    );
  });
});
