import fc from 'fast-check';

/** Names of members, as JSON spells them, between the quotes. */
const names = [
  'a',
  'b',
  'ab',
  'a b',
  'é',
  '',
  '0',
  'a.b',
  'a[0]',
  '😀',
  '\\u0061',
  'a\\"b',
  '\\\\',
  '$',
  'x'.repeat(40),
];

/** What JSON has between quotes. */
const characters = [
  ...['a', 'b', ' ', 'é', '€', '😀', '/', '{', '[', ':', ','],
  ...['\\n', '\\"', '\\\\', '\\/', '\\b', '\\u00e9', '\\u0000', '\\ud83d\\ude00', '\\udc00'],
];

const string = fc
  .oneof(
    fc.array(fc.constantFrom('a', 'é', ' ', '😀'), { maxLength: 40 }),
    fc.array(fc.constantFrom(...characters), { maxLength: 40 }),
  )
  .map((list) => `"${list.join('')}"`);

const number = fc.oneof(
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom('-0', '0', '-0.0', '1e5', '1E+5', '-1.5e-3', '1e400', '9223372036854775807', '-9223372036854775808'),
  fc.constantFrom('999999999999999999', '-999999999999999999', '1000000000000000000', '9223372036854775808', '1.0'),
);

/** What is JSON only for some, or for nobody. */
const odd = fc.constantFrom(
  ...['01', '-01', '+1', '.5', '1.', '1e', '-', '0x1F', '1_000', 'Infinity', '-Infinity', 'NaN', 'nan', 'inf', '1e+'],
  ...['nul', 'nulll', 'True', 'TRUE', 'tru', 'fals', 'falsee', 'null1', 'a', "'a'", "'a\"b'", '"a', 'a"', '"\\x41"'],
  ...['"\\u12"', '"\\u12g4"', '"\\v"', '"\\\n"', '"\n"', '"\0"', '"\u007f"', '\ufeff1', '', ' ', '\0', '\u00a0', '//'],
  ...[
    '/* a */ 1',
    '1 // a',
    '[1,]',
    '[,1]',
    '[1 2]',
    '{"a":1,}',
    '{,}',
    '{a:1}',
    "{'a':1}",
    '{"a" 1}',
    '{1:1}',
    '[',
    ']',
  ],
  ...['{', '}', '[}', '{]', '{"a"}', '{"a":}', '[1', '{"a":1', '{"a":[}', '"a" "b"', '1 1', '[]]', '{}}', ',', ':'],
);

const space = fc.constantFrom('', '', '', '', '', '', ' ', '\n', '\t', '\r\n', '  ', '\f', '\v', '\u00a0');

/** Texts of JSON, also such in which something is odd. Names occur twice now and then. */
export const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string; object: string; array: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 4, arbitrary: fc.oneof(number, string, fc.constantFrom('null', 'true', 'false')) },
    { weight: 5, arbitrary: tie('object') },
    { weight: 3, arbitrary: tie('array') },
  ),
  object: fc
    .array(fc.tuple(space, fc.constantFrom(...names), space, space, tie('value'), space), { maxLength: 5 })
    .map((members) => members.map(([a, name, b, c, value, d]) => `${a}"${name}"${b}:${c}${value}${d}`))
    .map((members) => `{${members.join(',')}}`),
  array: fc
    .array(fc.tuple(space, tie('value'), space), { maxLength: 5 })
    .map((elements) => `[${elements.map((element) => element.join('')).join(',')}]`),
})).value;

/** The same, and then something happens to it. */
export const damagedJson: fc.Arbitrary<string> = fc
  .tuple(jsonText, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(2), odd)
  .map(([text, place, removed, piece]) => {
    const at = Math.floor(place * (text.length + 1));
    return text.slice(0, at) + piece + text.slice(at + removed);
  });

/** Numbers, words and texts that are odd on their own. */
export const oddJson: fc.Arbitrary<string> = odd;

const segment = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('.a', '.b', '.ab', '."a"', '."a b"', '.é', '[0]', '[1]', '[2]') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...['.a b', '.0', '."é"', '."a.b"', '."a[0]"', '.😀', '.$', '.""', '."\\u0061"', '.\\u0061', '."a\\"b"', '.a"b'],
      ...[`.${'x'.repeat(40)}`, '[00]', '[000000001]', '[0000000001]', '[#-1]', '[#]', '[9999999999]', '[4294967296]'],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...[
        '.',
        '[',
        ']',
        '[]',
        '[a]',
        '[-1]',
        '[1',
        '[ 1]',
        '."a',
        '."a"b',
        '[0]a',
        '..a',
        '.[0]',
        '["a"]',
        '[#-]',
        '[+1]',
      ],
      ...[' ', '.a ', '\\', '"', '.a\\', '.]', '.a]', '[0].', '.*', '[*]', '."a"."b', '.a\0b', '\0'],
    ),
  },
);

/** Paths, also such as SQLite refuses. */
export const jsonPath: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof({ weight: 30, arbitrary: fc.constant('$') }, fc.constantFrom('', 'a', '.a', '[0]', '$$', ' $', '$ ', '#')),
    fc.array(segment, { maxLength: 3 }),
  )
  .map(([root, segments]) => root + segments.join(''));
