import { Evaluator, select } from '../../../../simulator/deployment/terraform/evaluator';
import { firstUnresolved, Json, Unresolved, Value } from '../../../../simulator/deployment/value';

const VALUES: Readonly<Record<string, Json>> = {
  long: 'a'.repeat(1_000_000),
  list: new Array<Json>(50_000).fill('x'),
  thousand: new Array<Json>(1000).fill('x'),
};

const STEPS = 'expressions take more than 3000000 steps';

test.each([
  ['${setproduct(l.thousand, l.thousand)}', 'a list exceeds 100000 items'],
  ['${[for a in l.list : [for b in l.list : b]]}', STEPS],
  ['${[for a in l.list : contains(l.list, "y")]}', STEPS],
  ['${[for a in l.list : l.list == l.list]}', STEPS],
  ['${indent(1000000, "a\\n\\n\\n\\n\\nb")}', 'a string exceeds 4194304 characters'],
  ['${replace(l.long, "/(a|b)/", "$1$1$1$1$1")}', STEPS],
  ['${regexall("(a+)+$", l.long)}', STEPS],
  ['${regex("(?:a?){1000}a{1000}", l.long)}', STEPS],
  ['${regex("((((((a{100}){100}){100})))))", "a")}', 'a pattern'],
  ['${range(1e9)}', 'a range has more than 1,024 numbers'],
  ['${format("%2000000s", "a")}', 'a width in a format is too large'],
  [`\${${'!'.repeat(100_000)}true}`, 'an expression is nested deeper than 50'],
  [`\${${'true ? '.repeat(1000)}1}`, 'an expression is nested deeper than 50'],
  [`\${1${' + 1'.repeat(10_000)}}`, 'it has more than 300 steps'],
  [`\${${'[for a in '.repeat(1000)}}`, 'an expression is nested deeper than 50'],
  [`${'%{ if true }'.repeat(1000)}`, 'an expression is nested deeper than 50'],
])('%.60s is given up', (text, reason) => {
  const evaluator = new Evaluator({ refer: ([, name]) => VALUES[String(name)] ?? null });
  const start = performance.now();
  const value = evaluator.evaluate(text);
  expect(performance.now() - start).toBeLessThan(10_000);
  expect(value).toBeInstanceOf(Unresolved);
  expect((value as Unresolved).reason).toContain(reason);
});

test.each([
  'flatten(l.a40)',
  'jsonencode(l.a40)',
  'l.a40 == l.b40',
  'tolist(l.a40)',
  'toset(l.a40)',
  'distinct(l.a40)',
  'true ? l.a40 : l.b40',
])('%s is given up soon, although each list only contains the one before it twice', (text) => {
  const locals = new Map<string, Value>([
    ['a0', 'x'],
    ['b0', 'x'],
  ]);
  const evaluator: Evaluator = new Evaluator({
    refer: ([, name]) => {
      const [, letter = '', number] = /^(.)(\d+)$/.exec(String(name)) ?? [];
      const reference = `\${l.${letter}${Number(number) - 1}}`;
      if (!locals.has(String(name))) locals.set(String(name), evaluator.evaluate([reference, reference]));
      return locals.get(String(name)) ?? null;
    },
  });
  const start = performance.now();
  const value = evaluator.evaluate(`\${${text}}`);
  expect(performance.now() - start).toBeLessThan(5000);
  expect(firstUnresolved(value)?.reason).toMatch(/^(?:a value has more than 120000 parts|whether two items)/);
});

describe('a large object that is used often', () => {
  const entries = Array.from({ length: 10_000 }, (_, n) => `k${n} = { url = "https://a${n}", n = ${n} }`);
  const evaluator: Evaluator = new Evaluator({
    refer: ([, name, ...steps]) => select(locals.get(String(name)) ?? null, steps),
  });
  const locals: ReadonlyMap<string, Value> = new Map(
    ['big', 'other'].map((name) => [name, evaluator.evaluate(`\${{ ${entries.join('\n')} }}`)]),
  );

  test.each([
    'lookup(l.big, "k${i}", {}).url',
    'try(l.big["k${i}"].url, "")',
    'length(l.big)',
    'can(l.big["k${i}"].url)',
  ])('%s', (each) => {
    const start = performance.now();
    const value = evaluator.evaluate(`\${[for i in range(1000) : ${each}]}`);
    expect(firstUnresolved(value)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('a condition', () => {
    const start = performance.now();
    const value = evaluator.evaluate('${[for i in range(50) : (i > 20 ? l.big : l.other).k7.url]}');
    expect(value).toEqual(new Array(50).fill('https://a7'));
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
