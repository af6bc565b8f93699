import * as fc from 'fast-check';
import { evaluated } from './arm';

/** The examples of Microsoft's documentation, and their limits. */
test.each<[string, unknown]>([
  ["base64('one, two, three')", 'b25lLCB0d28sIHRocmVl'],
  ["base64ToString('b25lLCB0d28sIHRocmVl')", 'one, two, three'],
  ['base64ToJson(base64(\'{"one": "a"}\')).one', 'a'],
  ["concat(createArray('1-1'), createArray('2-1', '2-2'))", ['1-1', '2-1', '2-2']],
  ["contains('OneTwoThree', 'e')", true],
  ["contains('OneTwoThree', 'E')", false],
  ["contains(createObject('one', 1), 'ONE')", true],
  ["contains(createArray('one'), 'two')", false],
  ["dataUri('Hello')", 'data:text/plain;charset=utf8;base64,SGVsbG8='],
  ["dataUriToString('data:;base64,SGVsbG8sIFdvcmxkIQ==')", 'Hello, World!'],
  ["empty('')", true],
  ['empty(createArray())', true],
  ['empty(null())', true],
  ["empty(createObject('a', 1))", false],
  ["endsWith('abcdef', 'EF')", true],
  ["startsWith('abcdef', 'AB')", true],
  ["startsWith('abcdef', 'e')", false],
  ["first('One Two')", 'O'],
  ['last(createArray(1, 2))', 2],
  ["format('{0}, {1:D3}, {1:0000}, {{{2}}}, {0}', 'a', 7, true())", 'a, 007, 0007, {True}, a'],
  ["format('{0:N0}', 8175133)", "${format('{0:N0}', 8175133)}"],
  ["indexOf('abcDEF', 'd')", 3],
  ["lastIndexOf('test', 'T')", 3],
  ["indexOf('abc', 'z')", -1],
  ["join(createArray('a', 'b'), ', ')", 'a, b'],
  ["length(createObject('a', 1, 'b', 2))", 2],
  ["padLeft('123', 10, '0')", '0000000123'],
  ["replace('123-123-1234', '-', '')", '1231231234'],
  ["replace('a.b', '.', '$&')", 'a$&b'],
  ["skip('one two', 4)", 'two'],
  ["split('one;two,three', createArray(',', ';'))", ['one', 'two', 'three']],
  ['string(true())', 'True'],
  ['string(createArray(1))', '[1]'],
  ["substring('one two three', 4, 3)", 'two'],
  ["take(createArray('one', 'two'), 5)", ['one', 'two']],
  ["take('abc', -1)", ''],
  ["trim('  a ')", 'a'],
  ["uri('http://contoso.com/a/', 'b.json')", 'http://contoso.com/a/b.json'],
  ["uriComponent('a b')", 'a%20b'],
  ["uriComponentToString('a%20b')", 'a b'],
  ['add(1, 2)', 3],
  ['sub(1, 2)', -1],
  ['div(-8, 3)', -2],
  ['mod(7, 3)', 1],
  ['min(0, 3, 2)', 0],
  ['max(createArray(0, 3, 2))', 3],
  ["int('4')", 4],
  ["bool('True')", true],
  ['bool(0)', false],
  ['range(5, 3)', [5, 6, 7]],
  ["union(createArray('a', 'b'), createArray('b', 'c'))", ['a', 'b', 'c']],
  ['union(json(\'{"a":{"x":1},"b":[1]}\'), json(\'{"a":{"y":2},"b":[2]}\'))', { a: { x: 1, y: 2 }, b: [2] }],
  ["intersection(createArray('a', 'b'), createArray('b'))", ['b']],
  ["intersection(createObject('a', 1, 'b', 2), createObject('a', 1, 'b', 3))", { a: 1 }],
  [
    "items(createObject('b', 1, 'a', 2))",
    [
      { key: 'a', value: 2 },
      { key: 'b', value: 1 },
    ],
  ],
  ['flatten(createArray(createArray(1), createArray(createArray(2))))', [1, [2]]],
  ["shallowMerge(createArray(createObject('a', 1), createObject('a', 2)))", { a: 2 }],
  ["coalesce(null(), '', 'b')", ''],
  ["tryGet(createObject('a', createArray(1)), 'A', 0)", 1],
  ["tryGet(createObject('a', 1), 'b', 'c')", null],
  ['tryIndexFromEnd(createArray(1, 2), 2)', 1],
  ["if(equals(1, 1), 'a', variables('missing'))", 'a'],
  ["and(false(), variables('missing'))", false],
  ["or(true(), variables('missing'))", true],
  ["equals(createArray('a'), createArray('a'))", true],
  ["equals('a', 'A')", false],
  ["equals(1, '1')", false],
  ["less('a', 1)", "${less('a', 1)}"],
  [
    "map(createArray('a', 'b'), lambda('x', 'i', format('{0}{1}', lambdaVariables('X'), lambdaVariables('i'))))",
    ['a0', 'b1'],
  ],
  ["filter(range(0, 5), lambda('x', greater(lambdaVariables('x'), 2)))", [3, 4]],
  ["reduce(range(1, 4), 0, lambda('a', 'b', add(lambdaVariables('a'), lambdaVariables('b'))))", 10],
  ["sort(createArray(3, 1, 2), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))", [1, 2, 3]],
  ["toObject(createArray('a'), lambda('x', lambdaVariables('x')), lambda('x', 1))", { a: 1 }],
  ["groupBy(createArray('ab', 'ac'), lambda('x', take(lambdaVariables('x'), 1)))", { a: ['ab', 'ac'] }],
  ["mapValues(createObject('a', 1), lambda('x', add(lambdaVariables('x'), 1)))", { a: 2 }],
])('%s', (expression, value) => {
  expect(evaluated(`[${expression}]`)).toEqual(value);
});

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'B', '-', '{', '}', "'", '/'), maxLength: 8 }), {
  minLength: 1,
  maxLength: 5,
});

test('join is the inverse of split', () => {
  fc.assert(
    fc.property(words, (list) => {
      const items = list.map((each) => each.replaceAll('/', ''));
      expect(evaluated(`[split(join(createArray(${items.map(quoted).join(', ')}), '/'), '/')]`)).toEqual(items);
    }),
  );
});

test('concat and format agree', () => {
  fc.assert(
    fc.property(words, (list) => {
      const args = list.map(quoted).join(', ');
      const text = list.join('');
      expect(evaluated(`[concat(${args})]`)).toBe(text);
      expect(evaluated(`[format('${list.map((_, index) => `{${index}}`).join('')}', ${args})]`)).toBe(text);
    }),
  );
});

test('div and mod of integers truncate', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer().filter((b) => b !== 0),
      (a, b) => {
        const [quotient, rest] = evaluated(`[createArray(div(${a}, ${b}), mod(${a}, ${b}))]`) as [number, number];
        expect(quotient * b + rest).toBe(a);
        expect(Math.abs(rest)).toBeLessThan(Math.abs(b));
      },
    ),
  );
});
