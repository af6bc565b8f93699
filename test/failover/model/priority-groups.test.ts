import fc from 'fast-check';
import { failuresToTrip, membersAhead, priorityGroups } from '../../../lib/failover';
import { backend, backendWith, member, pool } from '../models';

const ordered = (priorities: readonly (number | 'unknown')[]): ReturnType<typeof pool> =>
  pool([], { members: priorities.map((priority, index) => member(backend(`b${index}`), 0, { priority })) });

const names = (members: readonly { backend: { name: string } }[] = []): string[] =>
  members.map(({ backend }) => backend.name);

test('groups are in order of priority, members in order of the pool', () => {
  const groups = priorityGroups(ordered([100, 0, 10, 0, 10]));
  expect(groups?.map(({ priority, members }) => [priority, ...names(members)])).toEqual([
    [0, 'b1', 'b3'],
    [10, 'b2', 'b4'],
    [100, 'b0'],
  ]);
});

test('ahead are those of all groups but the last', () => {
  expect(names(membersAhead(ordered([3, 1, 2, 3, 1])))).toEqual(['b1', 'b4', 'b2']);
  expect(membersAhead(ordered([1, 1]))).toEqual([]);
  expect(membersAhead(ordered([]))).toEqual([]);
});

test('a priority that is not known leaves all groups unknown', () => {
  expect(priorityGroups(ordered([1, 'unknown']))).toBeUndefined();
  expect(membersAhead(ordered([1, 2, 'unknown']))).toEqual([]);
});

test('each member is in one group, and groups ascend strictly', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 30 }), (priorities) => {
      const model = ordered(priorities);
      const groups = priorityGroups(model) ?? [];
      const found = groups.map(({ priority }) => priority);
      expect(found).toEqual([...new Set(priorities)].sort((a, b) => a - b));
      expect(new Set(groups.flatMap(({ members }) => members))).toEqual(new Set(model.members));
      expect(membersAhead(model)).toEqual(groups.filter((group) => group !== groups.at(-1)).flatMap((g) => g.members));
    }),
  );
});

test.each([
  ['a count', backendWith('b', { count: 3 }), 3],
  ['a count that is not known', backendWith('b', { count: 'unknown' }), 'unknown'],
  ['a percentage', backendWith('b', { count: undefined, percentage: 10 }), 'unknown'],
  ['a breaker that is not known', backend('b', { breaker: 'unknown' }), 'unknown'],
  ['no breaker', backend('b', { breaker: undefined }), undefined],
])('the failures that trip: %s', (_, each, failures) => {
  expect(failuresToTrip(member(each, 1))).toBe(failures);
});
