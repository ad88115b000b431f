// Strict JSON: a field that is given twice is refused, and nothing else that is JSON.

import fc from 'fast-check';
import { parseJson } from './json-body.ts';

test('all JSON that says each thing once is read as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test.each([
  '{"a":1,"a":1}',
  '{"a":{"b":1,"b":2}}',
  '[{"a":1},{"b":[{"c":1,"c":2}]}]',
  '{"a":1,"\\u0061":2}',
  '{"a":"\\\\","a":"\\""}',
])('%s gives a field twice', (text) => {
  expect(() => parseJson(text)).toThrow('a field is given twice');
});

test.each(['{"a":"b:c"}', '{"a":"\\":\\""}', '{"a\\":b":":"}', '{":":{":":[":"]}}'])(
  '%s has colons in strings only',
  (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  },
);

test.each(['{', '{"a"}', 'nope', '{"a":1}}', "{'a':1}", '{"a":1,}'])('%s is not JSON', (text) => {
  expect(() => parseJson(text)).toThrow('not JSON');
});

test('no body at all is an empty object', () => {
  expect(parseJson('')).toEqual({});
});

test('bytes that are no UTF-8 are refused, and not read as something else', () => {
  expect(() => parseJson(Buffer.from('{"a":"\xff"}', 'latin1'))).toThrow('not UTF-8');
  expect(parseJson(Buffer.from('{"a":"ä€😀"}'))).toEqual({ a: 'ä€😀' });
});

test.each(['['.repeat(200_000) + ']'.repeat(200_000), '{"a":'.repeat(51) + '1' + '}'.repeat(51)])(
  'what is nested deeper than any request is refused, however deep',
  (text) => {
    expect(() => parseJson(text)).toThrow('nested more than 50 deep');
  },
);
