import fc from 'fast-check';
import { conflictOf, merge } from '../../../simulator/deployment/merge';
import { Unresolved, Value, ValueObject } from '../../../simulator/deployment/value';

const NONE = new Map<string, readonly string[]>();

const key = fc.constantFrom('a', 'b', 'c', 'd');
const leaf: fc.Arbitrary<Value> = fc.oneof(fc.integer(), fc.string(), fc.boolean());
const { body } = fc.letrec<{ value: Value; body: ValueObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(fc.record({ name: key, x: leaf }), { maxLength: 3 }) as fc.Arbitrary<Value>,
    tie('body'),
  ),
  body: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
}));

/** Names of items that occur twice are ambiguous for azapi, too. */
function hasTwins(value: Value): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Unresolved) return false;
  const names = Array.isArray(value) ? (value as readonly ValueObject[]).map(({ name }) => name) : [];
  return new Set(names).size < names.length || Object.values<Value>(value as ValueObject).some(hasTwins);
}
const clear = body.filter((value) => !hasTwins(value));

describe('the merge of an update', () => {
  test('is idempotent', () => {
    fc.assert(
      fc.property(clear, clear, (before, update) => {
        const once = merge(before, update, NONE);
        expect(merge(once, update, NONE)).toEqual(once);
      }),
    );
  });

  test('does not depend on the order of updates that do not conflict', () => {
    fc.assert(
      fc.property(clear, clear, clear, (before, one, other) => {
        fc.pre(conflictOf(one, other) === undefined);
        expect(merge(merge(before, one, NONE), other, NONE)).toEqual(merge(merge(before, other, NONE), one, NONE));
      }),
    );
  });

  test('a conflict is found from both sides', () => {
    fc.assert(
      fc.property(clear, clear, (one, other) => {
        expect(conflictOf(one, other) === undefined).toBe(conflictOf(other, one) === undefined);
        expect(conflictOf(one, one)).toBeUndefined();
      }),
    );
  });

  test('keeps what it does not set', () => {
    fc.assert(
      fc.property(clear, clear, (before, update) => {
        const merged = merge(before, update, NONE) as ValueObject;
        for (const name of Object.keys(before)) if (!(name in update)) expect(merged[name]).toEqual(before[name]);
        for (const name of Object.keys(update)) if (!(name in before)) expect(merged[name]).toEqual(update[name]);
      }),
    );
  });

  const id = (name: string): string =>
    `/subscriptions/1/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim/backends/${name}`;
  const later = new Unresolved('var.x has no default');

  test.each<[string, Value, Value, ReadonlyMap<string, readonly string[]>, Value]>([
    ['null removes a property', { a: 1, b: 2 }, { a: null }, NONE, { a: null, b: 2 }],
    [
      'items with a name are merged by name, and others are kept',
      { rules: [{ name: 'x', count: 3, trip: 1 }, { name: 'y' }] },
      { rules: [{ name: 'z' }, { name: 'x', count: 5 }] },
      NONE,
      { rules: [{ name: 'x', count: 5, trip: 1 }, { name: 'y' }, { name: 'z' }] },
    ],
    [
      'items without a name are merged by position in a list of the same length',
      { services: [{ id: 'a', weight: 1 }, { id: 'b' }] },
      { services: [{ id: 'c' }, { id: 'd' }] },
      NONE,
      { services: [{ id: 'c', weight: 1 }, { id: 'd' }] },
    ],
    ['a list of another length replaces it', { a: [1, 2] }, { a: [3] }, NONE, { a: [3] }],
    ['an empty list replaces it', { a: [{ name: 'x' }] }, { a: [] }, NONE, { a: [] }],
    [
      'items are merged by the given property; ids in any notation',
      { p: { services: [{ id: id('a').toUpperCase(), weight: 1 }] } },
      { p: { services: [{ id: id('b') }, { id: id('a'), priority: 2 }] } },
      new Map([['p.services', ['id']]]),
      { p: { services: [{ id: id('a'), weight: 1, priority: 2 }, { id: id('b') }] } },
    ],
    ['what is not known stays so', { a: later }, { a: { b: 1 } }, NONE, { a: later }],
    ['a value replaces what is not known', { a: later }, { a: 1 }, NONE, { a: 1 }],
    ['what is not known replaces a value', { a: { b: 1 } }, { a: later }, NONE, { a: later }],
  ])('%s', (_, before, update, ids, merged) => {
    expect(merge(before, update, ids)).toEqual(merged);
  });

  test.each<[Value, Value, string | undefined]>([
    [{ a: { b: 1 } }, { a: { b: 2 } }, 'a.b'],
    [{ a: { b: 1 } }, { a: { c: 2 } }, undefined],
    [{ a: null }, { a: { c: 2 } }, 'a'],
    [{ a: [1] }, { a: [1] }, undefined],
    [{ a: [1] }, { a: [2] }, 'a'],
    [{ a: later }, { a: 1 }, 'a'],
  ])('the conflict of %j and %j is %s', (one, other, path) => {
    expect(conflictOf(one, other)).toBe(path);
  });
});
