import * as fc from 'fast-check';
import type { MemberModel, PriorityGroup } from '../../../lib/failover';
import { MemberChoice } from '../../../lib/failover';

const SERVICE = { key: 'apim', skuName: 'Developer_1' };

function group(priority: number, ...members: readonly (readonly [name: string, weight?: number])[]): PriorityGroup {
  return {
    priority,
    members: members.map(([name, weight]): MemberModel => ({
      backend: { address: name, name, service: SERVICE },
      priority,
      weight,
    })),
  };
}

function turns(choice: MemberChoice, count: number, ...out: readonly string[]): (string | undefined)[] {
  return Array.from({ length: count }, () => choice.next((backend) => !out.includes(backend)));
}

test('members of a group take turns', () => {
  const choice = new MemberChoice([group(1, ['a'], ['b'], ['c'])]);
  expect(turns(choice, 6)).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
});

test('by weight, interleaved; 0 is as 1', () => {
  const choice = new MemberChoice([group(1, ['a', 3], ['b', 0])]);
  expect(turns(choice, 8)).toEqual(['a', 'a', 'b', 'a', 'a', 'a', 'b', 'a']);
});

test('a lower group is used while every member of the higher ones is out', () => {
  const choice = new MemberChoice([group(1, ['a'], ['b']), group(2, ['c'])]);
  expect(turns(choice, 2, 'a')).toEqual(['b', 'b']);
  expect(turns(choice, 2, 'a', 'b')).toEqual(['c', 'c']);
  expect(turns(choice, 1, 'a', 'b', 'c')).toEqual([undefined]);
});

test('a bound client stays where it is while its group is in use', () => {
  const choice = new MemberChoice([group(1, ['a'], ['b']), group(2, ['c'])]);
  const next = (preferred: string, ...out: string[]): string | undefined =>
    choice.next((b) => !out.includes(b), preferred);
  expect(['b', 'b', 'c'].map((preferred) => next(preferred))).toEqual(['b', 'b', 'a']);
  expect(next('b', 'b')).toBe('a');
});

test('over a whole round each has as many turns as its weight', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }), (weights) => {
      const choice = new MemberChoice([group(1, ...weights.map((weight, i) => [`m${i}`, weight] as const))]);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (let round = 0; round < 2; round++) {
        const taken = turns(choice, total);
        weights.forEach((weight, i) => expect(taken.filter((name) => name === `m${i}`)).toHaveLength(weight));
      }
    }),
  );
});
