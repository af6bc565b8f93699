import * as fc from 'fast-check';
import type { MemberModel, PriorityGroup } from '../../../lib/failover';
import { DEFAULT_ASSUMPTIONS, MemberChoice } from '../../../lib/failover';

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
  const choice = new MemberChoice([group(1, ['a'], ['b'], ['c'])], DEFAULT_ASSUMPTIONS);
  expect(turns(choice, 6)).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
});

test('by weight, interleaved; 0 is as 1 by default', () => {
  const choice = new MemberChoice([group(1, ['a', 3], ['b', 0])], DEFAULT_ASSUMPTIONS);
  expect(turns(choice, 8)).toEqual(['a', 'a', 'b', 'a', 'a', 'a', 'b', 'a']);
});

test('a member with weight 0 receives nothing if that is assumed, alone in its group or not', () => {
  const groups = [group(1, ['a'], ['b', 0]), group(2, ['c', 0]), group(3, ['d'], ['e', 0])];
  const choice = new MemberChoice(groups, { zeroWeight: 'no requests' });
  expect(turns(choice, 2)).toEqual(['a', 'a']);
  expect(turns(choice, 2, 'a')).toEqual(['d', 'd']);
  expect(turns(choice, 2, 'a', 'd')).toEqual([undefined, undefined]);
  const bound = choice.next(() => true, 'b');
  expect(bound).toBe('a');
});

test('the assumption about weight 0 is read only where it matters', () => {
  let read = 0;
  const assumptions = {
    get zeroWeight() {
      read++;
      return 'as 1' as const;
    },
  };
  const choice = new MemberChoice([group(1, ['a', 2], ['b']), group(2, ['c', 0], ['d'])], assumptions);
  turns(choice, 3);
  expect(read).toBe(0);
  expect(turns(choice, 2, 'a', 'b')).toEqual(['c', 'd']);
  expect(read).toBeGreaterThan(0);
});

test('a lower group is used while every member of the higher ones is out', () => {
  const choice = new MemberChoice([group(1, ['a'], ['b']), group(2, ['c'])], DEFAULT_ASSUMPTIONS);
  expect(turns(choice, 2, 'a')).toEqual(['b', 'b']);
  expect(turns(choice, 2, 'a', 'b')).toEqual(['c', 'c']);
  expect(turns(choice, 1, 'a', 'b', 'c')).toEqual([undefined]);
});

test('a bound client stays where it is while its group is in use', () => {
  const choice = new MemberChoice([group(1, ['a'], ['b']), group(2, ['c'])], DEFAULT_ASSUMPTIONS);
  const next = (preferred: string, ...out: string[]): string | undefined =>
    choice.next((b) => !out.includes(b), preferred);
  expect(['b', 'b', 'c'].map((preferred) => next(preferred))).toEqual(['b', 'b', 'a']);
  expect(next('b', 'b')).toBe('a');
});

test('over a whole round each has as many turns as its weight', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }), (weights) => {
      const choice = new MemberChoice(
        [group(1, ...weights.map((weight, i) => [`m${i}`, weight] as const))],
        DEFAULT_ASSUMPTIONS,
      );
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (let round = 0; round < 2; round++) {
        const taken = turns(choice, total);
        weights.forEach((weight, i) => expect(taken.filter((name) => name === `m${i}`)).toHaveLength(weight));
      }
    }),
  );
});
