// A growing set is a set of the values it was given, whatever grows out of it afterwards.

import fc from 'fast-check';
import { laws } from '../testing/examples.ts';
import { GrowingSet } from './growing-set.ts';

describe('a growing set', () => {
  it('has what it was given, in that order and once', () => {
    const set = GrowingSet.of(['b', 'a', 'b']).with('c').with('a');

    expect([...set]).toEqual(['b', 'a', 'c']);
    expect(set.size).toBe(3);
    expect(set.has('c')).toBe(true);
    expect(set.has('d')).toBe(false);
  });

  it('stays what it was when others grow out of it', () => {
    const root = GrowingSet.of(['a']);
    const [left, right] = [root.with('b'), root.with('c')];

    expect([...root]).toEqual(['a']);
    expect(root.has('b')).toBe(false);
    expect([...left.with('d')]).toEqual(['a', 'b', 'd']);
    expect([...right.with('b')]).toEqual(['a', 'c', 'b']);
    expect([...left]).toEqual(['a', 'b']);
  });

  it('is the same after the same step, taken twice', () => {
    const root = GrowingSet.of([1]);

    expect(root.with(2).with(3)).toEqual(root.with(2).with(3));
    expect([...root.with(2).with(4)]).toEqual([1, 2, 4]);
    expect(root.with(2)).not.toEqual(root.with(3));
  });

  it('is what plain sets are, over any tree of steps', () => {
    const steps = fc.array(fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 8 })), { maxLength: 30 });
    fc.assert(
      fc.property(steps, (taken) => {
        const sets = [{ grown: GrowingSet.of<number>(), plain: new Set<number>() }];
        for (const [from, item] of taken) {
          const { grown, plain } = sets[from % sets.length]!;
          sets.push({ grown: grown.with(item), plain: new Set(plain).add(item) });
        }
        for (const { grown, plain } of sets) {
          expect([...grown]).toEqual([...plain]);
          expect(grown.size).toBe(plain.size);
          for (let item = 0; item <= 8; item += 1) expect(grown.has(item)).toBe(plain.has(item));
        }
      }),
      laws(300),
    );
  });
});
