import * as fc from 'fast-check';
import { failingSets } from '../../../lib/failover';

const ALL_DIFFER = (backend: string): string => backend;

test('each alone, every set that leaves one healthy, and all of them', () => {
  expect(failingSets([['a'], ['b'], ['c']], ALL_DIFFER)).toEqual([
    ['a'],
    ['b'],
    ['c'],
    ['a', 'b'],
    ['a', 'c'],
    ['b', 'c'],
    ['a', 'b', 'c'],
  ]);
});

test('of alike members of a group, one stands for each number of them; groups are told apart', () => {
  const sets = failingSets([['a', 'b'], ['c']], () => 'alike');
  expect(sets).toEqual([['a'], ['c'], ['a', 'b'], ['a', 'c'], ['a', 'b', 'c']]);
});

test('of no backend there is nothing to fail', () => {
  expect(failingSets([], ALL_DIFFER)).toEqual([]);
});

test('of a large pool: every member, every group, every group but one member, with and without those ahead', () => {
  const sets = failingSets([['a', 'b', 'c'], ['d', 'e'], ['f']], ALL_DIFFER).map((set) => set.join(''));
  expect(sets).toEqual(
    expect.arrayContaining(['a', 'd', 'f', 'abc', 'bc', 'ac', 'ab', 'de', 'abcde', 'abce', 'abcd', 'abcdef']),
  );
  expect(sets.at(-1)).toBe('abcdef');
});

test('whatever the pool: no set twice, each of members only, and the last is the only one that leaves none', () => {
  const groupsOf = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }).map((sizes) => {
    let next = 0;
    return sizes.map((size) => Array.from({ length: size }, () => `b${next++}`));
  });
  fc.assert(
    fc.property(groupsOf, fc.integer({ min: 1, max: 3 }), (groups, kinds) => {
      const all = groups.flat();
      const sets = failingSets(groups, (backend) => `${Number(backend.slice(1)) % kinds}`);
      const keys = sets.map((set) => [...set].sort().join());
      expect(new Set(keys).size).toBe(keys.length);
      for (const set of sets) expect(all).toEqual(expect.arrayContaining(set));
      expect(sets.findIndex((set) => set.length === all.length)).toBe(sets.length - 1);
      // Each member fails alone, or one of its group that is alike does.
      for (const [index, members] of groups.entries()) {
        for (const member of members) {
          const alike = groups[index].filter(
            (other) => (Number(other.slice(1)) - Number(member.slice(1))) % kinds === 0,
          );
          expect(all.length === 1 || alike.some((other) => keys.includes(other))).toBe(true);
        }
      }
    }),
  );
});
