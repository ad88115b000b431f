// One value has one text, so that hashes and comparisons never depend on how it was built.

import { canonicalJson } from './canonical-json.ts';
import { seeded } from './testing/seeded.ts';

describe('canonical JSON', () => {
  test('sorts keys at every depth and leaves no white space', () => {
    expect(canonicalJson({ b: [{ z: 1, a: null }], a: { d: true, c: 'x' } })).toBe(
      '{"a":{"c":"x","d":true},"b":[{"a":null,"z":1}]}',
    );
  });

  test('sorts keys by UTF-16 code units, as RFC 8785 has it', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const value = Object.fromEntries(names.map((name) => [name, 0]));
    expect(Object.keys(JSON.parse(canonicalJson(value)) as object)).toEqual(
      ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'].sort(
        (a, b) =>
          // Objects put whole numbers first, whatever the text says.
          Number(b === '1') - Number(a === '1'),
      ),
    );
    expect(canonicalJson({ '\ufb33': 0, '\u{1f600}': 0 })).toBe('{"\u{1f600}":0,"\ufb33":0}');
  });

  test('keeps unicode as it is and escapes only what JSON must', () => {
    expect(canonicalJson('Žluťoučký 馬 😀 \u0000 " \\ \u2028')).toBe(
      '"Žluťoučký 馬 😀 \\u0000 \\" \\\\ \u2028"',
    );
    expect(canonicalJson('\ud800')).toBe('"\\ud800"');
  });

  test('leaves out properties that are undefined, at every depth', () => {
    expect(canonicalJson({ a: undefined, b: { c: undefined }, d: [{ e: undefined }] })).toBe(
      '{"b":{},"d":[{}]}',
    );
  });

  test.each([
    ['a bigint', { amount: 1n }],
    ['undefined in a list', [undefined]],
    ['a function', { f: () => 0 }],
    ['not a number', { n: NaN }],
    ['infinity', [Infinity]],
    ['nothing at all', undefined],
  ])('refuses %s, which JSON can not carry', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  test('is the same for the same value however it was built, and reads back as it', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const value = anything(seeded(seed), 3);
      const text = canonicalJson(value);
      const message = `seed ${seed}`;
      expect([message, JSON.parse(text)]).toEqual([message, value]);
      expect([message, canonicalJson(shuffled(value))]).toEqual([message, text]);
    }
  });
});

function anything(pick: (below: number) => number, depth: number): unknown {
  const scalars = [null, true, 0, -1.5e-7, 1e21, '', 'ä', 'key'];
  if (depth === 0 || pick(3) === 0) return scalars[pick(scalars.length)];
  const parts = Array.from({ length: pick(4) }, () => anything(pick, depth - 1));
  if (pick(2) === 0) return parts;
  return Object.fromEntries(parts.map((part) => [`k${pick(1000)}`, part]));
}

/** The same value with the properties of all objects the other way round. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([name, part]) => [name, shuffled(part)]));
}
